using System.Formats.Asn1;

namespace MtlsAuth.OpenBanking.Encodings;

/// <summary>Hands out one element of DER after the other, and never throws.</summary>
/// <remarks>
/// Where a method returns false the cursor has not moved. All cursors over one buffer count positions from its beginning.
/// </remarks>
internal ref struct DerCursor
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _end;

    public DerCursor(ReadOnlySpan<byte> buffer)
        : this(buffer, 0, buffer.Length)
    {
    }

    public DerCursor(ReadOnlySpan<byte> buffer, int start, int length)
    {
        _buffer = buffer;
        Position = start;
        _end = start + length;
    }

    /// <summary>Where the next element begins.</summary>
    public int Position { get; private set; }

    public readonly int RestLength => _end - Position;

    public readonly bool IsAtEnd => Position == _end;

    /// <summary>Reads the next element, whatever its tag.</summary>
    public bool TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents)
    {
        ReadOnlySpan<byte> rest = _buffer[Position.._end];
        if (!AsnDecoder.TryReadEncodedValue(rest, AsnEncodingRules.DER, out tag, out int offset, out int length, out int consumed))
        {
            contents = default;
            return false;
        }

        contents = rest.Slice(offset, length);
        Position += consumed;
        return true;
    }

    /// <summary>Reads the contents of the next element if it has this tag.</summary>
    public bool TryRead(Asn1Tag tag, out ReadOnlySpan<byte> contents)
    {
        int start = Position;
        if (TryReadAny(out Asn1Tag found, out contents) && found == tag)
        {
            return true;
        }

        Position = start;
        contents = default;
        return false;
    }

    /// <summary>Passes the next element if it has this tag, and reads what is in it.</summary>
    public bool TryEnter(Asn1Tag tag, out DerCursor inner)
    {
        bool isRead = TryRead(tag, out ReadOnlySpan<byte> contents);
        inner = isRead ? new DerCursor(_buffer, Position - contents.Length, contents.Length) : default;
        return isRead;
    }

    /// <summary>Reads the contents of an OBJECT IDENTIFIER.</summary>
    public bool TryReadObjectIdentifier(out ReadOnlySpan<byte> contents)
    {
        int start = Position;
        if (TryRead(Asn1Tag.ObjectIdentifier, out contents) && ObjectIdentifier.IsWellFormed(contents))
        {
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>Reads an INTEGER that fits into 32 bits.</summary>
    public bool TryReadInt32(out int value)
    {
        value = 0;
        int start = Position;
        if (!TryRead(Asn1Tag.Integer, out ReadOnlySpan<byte> contents) || !IsMinimal(contents) || contents.Length > sizeof(int))
        {
            Position = start;
            return false;
        }

        value = (sbyte)contents[0];
        foreach (byte octet in contents[1..])
        {
            value = (value << 8) | octet;
        }

        return true;
    }

    /// <summary>X.690 §8.3.2: the first nine bits are not all the same.</summary>
    public static bool IsMinimal(ReadOnlySpan<byte> integer) => integer switch
    {
        [] => false,
        [0x00, < 0x80, ..] => false,
        [0xFF, >= 0x80, ..] => false,
        _ => true,
    };
}
