using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>The client's id and password in an <c>Authorization</c> header with <c>Basic</c> (RFC 6749 §2.3.1, RFC 7617).</summary>
/// <remarks>
/// <c>Basic</c> is the one scheme by which clients authenticate. <c>Bearer</c>, <c>DPoP</c> and <c>Negotiate</c> speak of users and
/// tokens, and an empty value of nobody.
/// </remarks>
/// <param name="IsPresent">Whether there are such credentials, readable or not.</param>
/// <param name="ClientId">The client's id, or null if the credentials cannot be read.</param>
/// <param name="HasPassword">Whether there is a password that every reader takes for one.</param>
internal readonly record struct BasicCredentials(bool IsPresent, string? ClientId = null, bool HasPassword = false)
{
    private const string Scheme = "Basic";

    /// <summary>Finds the credentials in the values of the header.</summary>
    public static BasicCredentials Find(StringValues authorization)
    {
        foreach (string? value in authorization)
        {
            if (TryFind(value, out ReadOnlySpan<char> credentials))
            {
                // RFC 9110 §11.6.2: the field has one value. Of several, readers take different ones.
                bool isAlone = authorization.Count == 1 && !value.AsSpan().Contains(',');
                return isAlone ? Read(credentials) : new BasicCredentials(IsPresent: true);
            }
        }

        return default;
    }

    // RFC 9110 §5.3: the values of several fields may arrive as one, joined by commas.
    private static bool TryFind(ReadOnlySpan<char> value, out ReadOnlySpan<char> credentials)
    {
        for (ReadOnlySpan<char> rest = value; !rest.IsEmpty;)
        {
            int comma = rest.IndexOf(',');
            ReadOnlySpan<char> part = (comma < 0 ? rest : rest[..comma]).Trim(" \t");
            rest = comma < 0 ? [] : rest[(comma + 1)..];
            int end = part.IndexOfAny(' ', '\t');
            if ((end < 0 ? part : part[..end]).Equals(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                credentials = end < 0 ? [] : part[end..].Trim(" \t");
                return true;
            }
        }

        credentials = [];
        return false;
    }

    private static BasicCredentials Read(ReadOnlySpan<char> base64)
    {
        BasicCredentials unreadable = new(IsPresent: true);
        byte[] octets = new byte[base64.Length];
        if (!Convert.TryFromBase64Chars(base64, octets, out int length) || !Utf8.IsValid(octets.AsSpan(0, length)))
        {
            return unreadable;
        }

        string text = Encoding.UTF8.GetString(octets, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || Unescape(text[..colon]) is not { } clientId)
        {
            return unreadable;
        }

        // A password of nothing but white space is none to some readers.
        bool hasPassword = !string.IsNullOrWhiteSpace(WebUtility.UrlDecode(text[(colon + 1)..]));
        return new BasicCredentials(IsPresent: true, clientId, hasPassword);
    }

    // RFC 6749 §2.3.1, appendix B: both are encoded as in a form. Null for an escape that is none, which readers take differently.
    private static string? Unescape(string text)
    {
        for (int i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return null;
            }
        }

        byte[] encoded = Encoding.UTF8.GetBytes(text);
        byte[] octets = WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length);
        return Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : null;
    }
}
