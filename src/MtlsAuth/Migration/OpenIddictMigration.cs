using MtlsAuth.KeySets;

namespace MtlsAuth.Migration;

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
    /// <exception cref="ArgumentException"><paramref name="clientId"/> is empty, or the method is neither of the two.</exception>
    public static ClientMigration Migrate(
        string clientId, ReadOnlySpan<byte> utf8JwkSet, string method = ClientAuthenticationMethods.SelfSignedTlsClientAuth)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        if (method is not (ClientAuthenticationMethods.SelfSignedTlsClientAuth or ClientAuthenticationMethods.PubKeyTlsClientAuth))
        {
            throw new ArgumentException("Only the methods that compare keys or certificates take a JWK Set.", nameof(method));
        }

        // JWKs made of certificates by the usual .NET library have x5c alone, and OpenIddict takes the key from there.
        ClientJwkSetError error = ClientJwkSetReader.Read(
            utf8JwkSet, ClientJwkSetLimits.Default, out ClientJwkSet? keySet, takeKeysFromX5c: true);
        if (keySet is null)
        {
            return new ClientMigration(null, [new MigrationRemark(
                MigrationRemarkKind.MalformedKeySet, -1, $"The JWK Set is refused: {error}.")]);
        }

        List<MigrationRemark> remarks = [];
        List<ClientJwk> carriedOver = [];
        foreach ((int index, ClientJwk key) in keySet.KeysWithIndex())
        {
            if (key.Certificate is { IsCertificateAuthority: true, IsSelfIssued: false })
            {
                remarks.Add(new MigrationRemark(
                    MigrationRemarkKind.CertificateAuthority,
                    index,
                    "The certificate is an authority's: configure it as the client's trust anchor, and register its subject."));
            }
            else if (key.Certificate is null && method == ClientAuthenticationMethods.SelfSignedTlsClientAuth)
            {
                remarks.Add(new MigrationRemark(
                    MigrationRemarkKind.NoCertificate,
                    index,
                    "The key has no certificate that can be read and was left behind. "
                    + "If it is the client's TLS key, migrate to pub_key_tls_client_auth."));
            }
            else
            {
                carriedOver.Add(key);
                if (key.Remarks.Any(remark => remark.Reason == SkippedJwkReason.KeyTakenFromX5c))
                {
                    remarks.Add(new MigrationRemark(
                        MigrationRemarkKind.KeyTakenFromCertificate, index, "The JWK had no key of its own; its certificate's was taken."));
                }
            }
        }

        remarks.AddRange(keySet.SkippedKeys.Select(skipped => new MigrationRemark(
            MigrationRemarkKind.UnusableKey, skipped.Index, $"The key is not usable: {skipped}.")));
        ClientMetadata? metadata = carriedOver.Count == 0 ? null : new ClientMetadata
        {
            ClientId = clientId,
            TokenEndpointAuthMethod = method,
            Jwks = new ClientJwkSet(carriedOver),
        };
        return new ClientMigration(metadata, [.. remarks.OrderBy(remark => remark.Index)]);
    }
}
