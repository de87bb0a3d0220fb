namespace MtlsAuth.Encodings;

/// <summary>Percent-encoding (RFC 3986 §2.1) of printable ASCII, decoded once.</summary>
/// <remarks>
/// <c>+</c> stays what it is: form encoding (where it is a space) is another thing, and would destroy base64. Which characters are
/// escaped differs from proxy to proxy; spaces, controls and anything beyond ASCII always are.
/// </remarks>
internal static class PercentEncoding
{
    /// <summary>Decodes the text into a destination that is at least as long.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<char> destination, out int written)
    {
        written = 0;
        if (text.ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        while (true)
        {
            int escape = text.IndexOf('%');
            ReadOnlySpan<char> literal = escape < 0 ? text : text[..escape];
            literal.CopyTo(destination[written..]);
            written += literal.Length;
            if (escape < 0)
            {
                return true;
            }

            text = text[escape..];
            if (text.Length < 3 || !Hexadecimal.TryReadOctet(text[1], text[2], out byte octet))
            {
                return false;
            }

            destination[written++] = (char)octet;
            text = text[3..];
        }
    }
}
