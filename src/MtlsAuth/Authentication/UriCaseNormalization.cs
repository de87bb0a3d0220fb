namespace MtlsAuth.Authentication;

/// <summary>Case normalisation of URIs (RFC 3986 §6.2.2.1): the one normalisation that changes no meaning under any scheme.</summary>
internal static class UriCaseNormalization
{
    /// <summary>Scheme and host in lower case, the digits of percent-encodings in upper case, all else as it is.</summary>
    public static string Normalize(string uri) => string.Create(uri.Length, uri, static (result, source) =>
    {
        source.CopyTo(result);
        int colon = source.IndexOf(':', StringComparison.Ordinal);
        int scheme = colon < 0 ? 0 : colon;
        ToLower(result[..scheme]);
        if (source.AsSpan(scheme).StartsWith("://"))
        {
            Span<char> authority = result[(scheme + 3)..];
            int end = authority.IndexOfAny('/', '?', '#');
            authority = end < 0 ? authority : authority[..end];

            // User information before the host is left as it is.
            ToLower(authority[(authority.LastIndexOf('@') + 1)..]);
        }

        for (int i = 0; i + 2 < result.Length; i++)
        {
            if (result[i] == '%')
            {
                result[i + 1] = char.IsAsciiLetterLower(result[i + 1]) ? char.ToUpperInvariant(result[i + 1]) : result[i + 1];
                result[i + 2] = char.IsAsciiLetterLower(result[i + 2]) ? char.ToUpperInvariant(result[i + 2]) : result[i + 2];
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
