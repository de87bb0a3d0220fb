namespace MtlsAuth.Forwarding;

/// <summary>Cuts an <c>x-forwarded-client-cert</c> header into <c>Key=value</c> pairs.</summary>
internal ref struct EnvoyXfccReader(ReadOnlySpan<char> text)
{
    public const char EndOfPair = ';';
    public const char EndOfElement = ',';
    public const char EndOfText = '\0';

    private ReadOnlySpan<char> _rest = text;

    /// <summary>Reads the next pair and what ends it.</summary>
    /// <param name="key">The key, without the white space that stands behind the comma of a joined header.</param>
    /// <param name="value">The value, without its quotes; backslashes in quotes stay, since no value that is read has any.</param>
    /// <param name="end">One of the three ends.</param>
    /// <returns>False if there is no pair, or anything but an end behind it.</returns>
    public bool TryReadPair(out ReadOnlySpan<char> key, out ReadOnlySpan<char> value, out char end)
    {
        value = default;
        end = EndOfText;
        int keyLength = _rest.IndexOfAny('=', EndOfPair, EndOfElement);
        key = keyLength < 0 ? default : _rest[..keyLength].Trim(" \t");
        if (key.IsEmpty || _rest[keyLength] != '=')
        {
            return false;
        }

        _rest = _rest[(keyLength + 1)..];
        return TryReadValue(out value) && TryReadEnd(out end);
    }

    private bool TryReadValue(out ReadOnlySpan<char> value)
    {
        bool isQuoted = _rest.StartsWith("\"");
        int length = isQuoted ? IndexOfClosingQuote(_rest[1..]) : _rest.IndexOfAny(EndOfPair, EndOfElement, '"');
        if (!isQuoted)
        {
            value = length < 0 ? _rest : _rest[..length];
            _rest = _rest[value.Length..];
            return true;
        }

        value = length < 0 ? default : _rest.Slice(1, length);
        _rest = _rest[(length + 2)..];
        return length >= 0;
    }

    private bool TryReadEnd(out char end)
    {
        end = _rest.IsEmpty ? EndOfText : _rest[0];
        if (_rest.IsEmpty)
        {
            return true;
        }

        _rest = _rest[1..];
        return end is EndOfPair or EndOfElement;
    }

    private static int IndexOfClosingQuote(ReadOnlySpan<char> text)
    {
        int position = 0;
        while (position < text.Length)
        {
            int found = text[position..].IndexOfAny('"', '\\');
            if (found < 0)
            {
                return -1;
            }

            position += found;
            if (text[position] == '"')
            {
                return position;
            }

            position += 2;
        }

        return -1;
    }
}
