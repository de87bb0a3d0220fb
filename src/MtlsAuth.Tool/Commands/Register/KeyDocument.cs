using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>JWKs and JWK Sets of keys from somewhere.</summary>
internal static class KeyDocument
{
    /// <summary>A JWK Set of the keys; with their certificates in <c>x5c</c> if that is asked for.</summary>
    /// <exception cref="UsageException"><c>x5c</c> is asked for, and a key comes without certificate.</exception>
    public static ClientJwkSet ToSet(IReadOnlyList<KeySource> sources, bool includeX5c)
    {
        if (includeX5c && sources.Any(static source => source.Certificate is null))
        {
            throw new UsageException("x5c holds a certificate, and this is a key without one");
        }

        if (includeX5c)
        {
            return ClientJwkSet.FromCertificates(includeX5c: true, [.. sources.Select(static source => source.Certificate!)]);
        }

        JsonWebKeySet keys = new();
        foreach (KeySource source in sources)
        {
            keys.Keys.Add(source.Key.ToJsonWebKey());
        }

        return ClientJwkSet.TryCreate(keys, out ClientJwkSet? set, out _) ? set : ClientJwkSet.Empty;
    }

    /// <summary>The JSON of a set.</summary>
    public static JsonElement ToElement(ClientJwkSet keys)
    {
        using JsonDocument document = JsonDocument.Parse(keys.ToUtf8Json());
        return document.RootElement.Clone();
    }
}
