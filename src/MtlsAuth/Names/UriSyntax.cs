using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>What a uniformResourceIdentifier can be: RFC 3986, with a scheme (RFC 5280 §4.2.1.6).</summary>
internal static class UriSyntax
{
    // RFC 3986 §2; brackets only around an IPv6 address in the authority.
    private const string Punctuation = "-._~:/?#@!$&'()*+,;=%";

    /// <summary>Finds what a URI cannot have; null if there is nothing.</summary>
    public static NameFault? FindFault(ReadOnlySpan<char> uri)
    {
        if (uri.IsEmpty)
        {
            return new(0, "The URI is empty.");
        }

        if (FindWrongCharacter(uri) is { } wrong)
        {
            return wrong;
        }

        int scheme = uri.IndexOfAny(":/?#");
        if (scheme < 0 || uri[scheme] != ':' || !IsScheme(uri[..scheme]))
        {
            return new(0, "The scheme is missing: a URI in a certificate is absolute, as in https://client.example.com/.");
        }

        ReadOnlySpan<char> rest = uri[(scheme + 1)..];
        if (rest.IsEmpty)
        {
            return new(uri.Length, "Nothing follows the scheme.");
        }

        bool isHttp = uri[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase)
            || uri[..scheme].Equals("http", StringComparison.OrdinalIgnoreCase);
        if (isHttp && (!rest.StartsWith("//") || rest.Length == 2 || rest[2] is '/' or '?' or '#' or ':'))
        {
            return new(scheme + 1, "The host is missing.");
        }

        return null;
    }

    private static NameFault? FindWrongCharacter(ReadOnlySpan<char> uri)
    {
        bool isBehindFragment = false;
        for (int i = 0; i < uri.Length; i++)
        {
            char character = uri[i];
            if (character == '%' && !(i + 2 < uri.Length && char.IsAsciiHexDigit(uri[i + 1]) && char.IsAsciiHexDigit(uri[i + 2])))
            {
                return new(i, "Two hexadecimal digits follow a percent sign. Write %25 for a percent sign of its own.");
            }

            bool isAllowed = char.IsAsciiLetterOrDigit(character)
                || (character == '#' ? !isBehindFragment : Punctuation.Contains(character))
                || (character is '[' or ']' && IsInAuthority(uri, i));
            if (!isAllowed)
            {
                return new(i, GetAdvice(character));
            }

            isBehindFragment |= character == '#';
        }

        return null;
    }

    private static bool IsInAuthority(ReadOnlySpan<char> uri, int index)
    {
        int start = uri.IndexOf("://");
        return start >= 0 && index > start + 2 && !uri[(start + 3)..index].ContainsAny('/', '?', '#');
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0]))
        {
            return false;
        }

        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static string GetAdvice(char character) => character switch
    {
        ' ' => "A URI has no space. Leave it out, or write %20 if the certificate has that.",
        < ' ' or '\x7F' => "A URI has no control character. Leave it out.",
        > '\x7F' => "A URI is ASCII. Write a host in its ASCII form with xn--, and other characters as percent-encoded UTF-8.",
        _ => "A URI cannot have this character. Write it percent-encoded, if the certificate has it so.",
    };
}
