namespace MtlsAuth.Names;

/// <summary>Case normalisation of URIs (RFC 3986 §6.2.2.1): the one normalisation that changes no meaning under any scheme.</summary>
internal static class UriCaseNormalization
{
    /// <summary>Scheme and host in lower case, the digits of percent-encodings in upper case, all else as it is.</summary>
    public static string Normalize(string uri) => string.Create(uri.Length, uri, static (result, source) =>
    {
        source.CopyTo(result);

        // A colon behind any of the others is part of a path, and there is no scheme (RFC 3986 §4.2).
        int end = source.AsSpan().IndexOfAny(":/?#");
        int scheme = end >= 0 && source[end] == ':' ? end : 0;
        ToLower(result[..scheme]);
        if (source.AsSpan(scheme).StartsWith("://"))
        {
            Span<char> authority = result[(scheme + 3)..];
            int length = authority.IndexOfAny('/', '?', '#');
            authority = length < 0 ? authority : authority[..length];

            // User information before the host is left as it is.
            ToLower(authority[(authority.LastIndexOf('@') + 1)..]);
        }

        for (int i = 0; i + 2 < result.Length; i++)
        {
            if (result[i] == '%' && char.IsAsciiHexDigit(result[i + 1]) && char.IsAsciiHexDigit(result[i + 2]))
            {
                result[i + 1] = char.ToUpperInvariant(result[i + 1]);
                result[i + 2] = char.ToUpperInvariant(result[i + 2]);
            }
        }
    });

    private static void ToLower(Span<char> text)
    {
        foreach (ref char character in text)
        {
            character = char.IsAsciiLetterUpper(character) ? char.ToLowerInvariant(character) : character;
        }
    }
}
