using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.ResourceServer;

/// <summary>Reads the header <c>Authorization: MTLS_POP</c>, by which clients of Microsoft Entra ID send bound tokens.</summary>
internal static class MtlsPopCredentials
{
    private const string Scheme = "MTLS_POP ";

    // token68 (RFC 9110 §11.2), which is what RFC 6750 §2.1 has for Bearer.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("-._~+/=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether the request has such a header, well-formed or not.</summary>
    public static bool ArePresent(HttpRequest request)
    {
        foreach (string? header in request.Headers.Authorization)
        {
            if (header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The token, or null if there is none, if it is malformed, or if there are other credentials as well.</summary>
    public static string? FindToken(HttpRequest request)
    {
        StringValues headers = request.Headers.Authorization;
        if (headers is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlySpan<char> token = header.AsSpan(Scheme.Length).Trim(' ');
        return token.IsEmpty || token.ContainsAnyExcept(TokenCharacters) ? null : token.ToString();
    }
}
