using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.KeySets;

namespace MtlsAuth;

/// <summary>A public key that a client registered (RFC 7517).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientJwk
{
    internal ClientJwk(
        SubjectPublicKey publicKey,
        ClientCertificate? certificate,
        string? keyId = null,
        string? use = null,
        string? algorithm = null,
        byte[]? otherMembers = null,
        IReadOnlyCollection<JwkRemark>? remarks = null)
    {
        PublicKey = publicKey;
        Certificate = certificate;
        KeyId = keyId;
        Use = use;
        Algorithm = algorithm;
        OtherMembers = otherMembers;
        Remarks = remarks is { Count: > 0 } ? [.. remarks] : [];
    }

    /// <summary>The key.</summary>
    public SubjectPublicKey PublicKey { get; }

    /// <summary>The first certificate of <c>x5c</c>, which holds this key (RFC 7517 §4.7), or null.</summary>
    public ClientCertificate? Certificate { get; }

    /// <summary><c>kid</c>, or null. Chosen by the client, and not necessarily unique.</summary>
    public string? KeyId { get; }

    /// <summary><c>use</c>, or null.</summary>
    public string? Use { get; }

    /// <summary><c>alg</c>, or null.</summary>
    public string? Algorithm { get; }

    /// <summary>The SHA-256 JWK thumbprint (RFC 7638).</summary>
    public JwkThumbprint Thumbprint => PublicKey.Thumbprint;

    /// <summary>What of the JWK has no effect although the key is used: an <c>x5c</c> that cannot be read, for example.</summary>
    public IReadOnlyList<JwkRemark> Remarks { get; }

    /// <summary>All members that have no property here, as a JSON object; null if there are none.</summary>
    internal byte[]? OtherMembers { get; }

    /// <summary>Reads a single JWK, as strictly as in a set.</summary>
    /// <param name="utf8Json">The JSON text in UTF-8, without byte order mark.</param>
    /// <param name="jwk">The key, or null.</param>
    /// <param name="error">Why the key was refused, with index 0, or null.</param>
    /// <param name="maximumLength">The longest text, in octets.</param>
    /// <returns>Whether the key can be used. Never throws for bad input.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ClientJwk? jwk,
        [NotNullWhen(false)] out SkippedJwk? error,
        int maximumLength = ClientJwkSet.DefaultMaximumLength)
    {
        jwk = null;
        if (utf8Json.Length > maximumLength)
        {
            error = new SkippedJwk(0, null, SkippedJwkReason.TooLarge, string.Empty);
            return false;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(utf8Json.ToArray());
            jwk = ClientJwkSetReader.ReadKey(document.RootElement, 0, takeKeyFromX5c: false, out error);
        }
        catch (JsonException)
        {
            error = new SkippedJwk(0, null, SkippedJwkReason.InvalidJson, string.Empty);
        }

        return error is null;
    }

    /// <summary>Reads a JWK of the usual .NET libraries.</summary>
    /// <param name="jsonWebKey">The key.</param>
    /// <param name="jwk">The key, or null.</param>
    /// <param name="error">Why the key was refused, with index 0, or null.</param>
    /// <returns>Whether the key can be used.</returns>
    /// <remarks>
    /// Those libraries make JWKs that have <c>x5c</c> and no numbers: the certificate's key is taken then, with a remark.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="jsonWebKey"/> is null.</exception>
    public static bool TryCreate(
        JsonWebKey jsonWebKey, [NotNullWhen(true)] out ClientJwk? jwk, [NotNullWhen(false)] out SkippedJwk? error)
    {
        ArgumentNullException.ThrowIfNull(jsonWebKey);
        jwk = ClientJwkSetReader.ReadKey(JsonWebKeyMembers.ToJson(jsonWebKey), 0, takeKeyFromX5c: true, out error);
        return error is null;
    }

    /// <summary>Converts to the JWK of the usual .NET libraries, with all members that they can read.</summary>
    public JsonWebKey ToJsonWebKey()
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(json);
        ClientJwkSetWriter.Write(writer, this);
        writer.Flush();
        return JsonWebKeyMembers.FromJson(json.WrittenMemory);
    }
}
