using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MtlsAuth.Tool.Migration;

/// <summary>Reads the JWK Sets of OpenIddict applications.</summary>
/// <remarks>
/// OpenIddict has no registered method: a certificate in the application's JWK Set authenticates it by certificate, and every key there by
/// <c>private_key_jwt</c> as well. Here a client has one method. Its self-signed method compares certificates, as
/// <c>self_signed_tls_client_auth</c> does, so keys with certificates are carried over to that; a bare key never authenticated anybody by
/// certificate, and does so only if <c>pub_key_tls_client_auth</c> is asked for.
/// </remarks>
internal static class OpenIddictMigration
{
    /// <summary>Turns an application's JWK Set into client metadata.</summary>
    /// <param name="clientId">The application's client id, which stays as it is.</param>
    /// <param name="utf8JwkSet">The JWK Set in JSON, as the application's store has it.</param>
    /// <param name="method">
    /// <c>self_signed_tls_client_auth</c>, which keeps what was compared, or <c>pub_key_tls_client_auth</c>, which lets renewed
    /// certificates over the same keys pass as well.
    /// </param>
    /// <returns>The client, or none with the reasons. Never throws for a JWK Set that cannot be read.</returns>
    public static ClientMigration Migrate(
        string clientId, ReadOnlySpan<byte> utf8JwkSet, string method = ClientAuthenticationMethods.SelfSignedTlsClientAuth)
    {
        if (!ClientJwkSet.TryParse(utf8JwkSet, out ClientJwkSet? keySet, out ClientJwkSetError error))
        {
            return ClientMigration.Without(clientId, MigrationRemarkKind.MalformedKeySet, $"The JWK Set is refused: {error}.");
        }

        if (keySet is { Keys.Count: 0, SkippedKeys.Count: 0 })
        {
            return ClientMigration.Without(
                clientId, MigrationRemarkKind.OtherMethod, "The application's JWK Set is empty, and it stays as it is.");
        }

        using JsonDocument document = JsonDocument.Parse(utf8JwkSet.ToArray());
        JsonElement.ArrayEnumerator texts = document.RootElement.GetProperty("keys"u8).EnumerateArray();
        Dictionary<int, SkippedJwk> skipped = keySet.SkippedKeys.ToDictionary(key => key.Index);
        Queue<ClientJwk> usable = new(keySet.Keys);
        JsonWebKeySet carriedOver = new();
        List<MigrationRemark> remarks = [];
        foreach ((int index, JsonElement text) in texts.Index())
        {
            ClientJwk? key = null;
            if (!skipped.TryGetValue(index, out SkippedJwk? reason))
            {
                key = usable.Dequeue();
            }
            else if (TryTakeFromCertificate(text, reason, out key))
            {
                remarks.Add(new MigrationRemark(
                    MigrationRemarkKind.KeyTakenFromCertificate, index, "The JWK had no key of its own; its certificate's was taken."));
            }

            if (key is null)
            {
                remarks.Add(new MigrationRemark(MigrationRemarkKind.UnusableKey, index, $"The key is not usable: {reason}."));
            }
            else if (FindObstacle(key, index, method) is { } obstacle)
            {
                remarks.Add(obstacle);
            }
            else
            {
                carriedOver.Keys.Add(key.ToJsonWebKey());
            }
        }

        ClientMetadata? metadata = carriedOver.Keys.Count > 0 && ClientJwkSet.TryCreate(carriedOver, out ClientJwkSet? keys, out _)
            ? new ClientMetadata { ClientId = clientId, TokenEndpointAuthMethod = method, Jwks = keys }
            : null;
        return new ClientMigration(clientId, metadata, remarks);
    }

    private static MigrationRemark? FindObstacle(ClientJwk key, int index, string method)
    {
        if (key.Certificate is { IsCertificateAuthority: true, IsSelfIssued: false })
        {
            return new MigrationRemark(
                MigrationRemarkKind.CertificateAuthority,
                index,
                "The certificate is an authority's: configure it as the client's trust anchor, and register its subject.");
        }

        return key.Certificate is null && method == ClientAuthenticationMethods.SelfSignedTlsClientAuth
            ? new MigrationRemark(
                MigrationRemarkKind.NoCertificate,
                index,
                "The key has no certificate that can be read and was left behind. "
                + "If it is the client's TLS key, migrate to pub_key_tls_client_auth.")
            : null;
    }

    // JWKs made of certificates by the usual .NET library have x5c alone, and OpenIddict takes the key from there.
    private static bool TryTakeFromCertificate(JsonElement text, SkippedJwk reason, [NotNullWhen(true)] out ClientJwk? key)
    {
        key = null;
        if (reason.Reason is not (SkippedJwkReason.MissingMember or SkippedJwkReason.UnknownKeyType or SkippedJwkReason.UnknownCurve)
            || text.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        try
        {
            return ClientJwk.TryCreate(new JsonWebKey(text.GetRawText()), out key, out _);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
