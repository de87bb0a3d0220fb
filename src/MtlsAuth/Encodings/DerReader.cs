using System.Buffers.Binary;
using System.Formats.Asn1;

namespace MtlsAuth.Encodings;

/// <summary>A cursor over DER that hands out one element after the other and never throws.</summary>
/// <remarks>
/// <para>
/// Lengths are definite and minimal (X.690 §10.1), and tags minimal. What is inside a primitive is checked by the method that reads it.
/// Where a method returns false the cursor has not moved.
/// </para>
/// <para>
/// Elements are slices of the one buffer that the first reader was made of, also where they are read by a reader that entered another
/// element. Each reader is closed: by <see cref="TryEnd"/>, by <see cref="TryEnterOnly"/>, or by <see cref="IgnoreRest"/> where what
/// follows is passed over on purpose.
/// </para>
/// </remarks>
internal ref struct DerReader
{
    // What AsnDecoder can turn into text: 64 arcs of up to 128 bits, which take 19 octets of seven bits, two bits in the first.
    private const int MaximumArcCount = 64;
    private const int LongestArc = 19;

    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _end;
    private int _position;

    public DerReader(ReadOnlySpan<byte> source)
        : this(source, new Slice(0, source.Length))
    {
    }

    private DerReader(ReadOnlySpan<byte> buffer, Slice contents)
    {
        _buffer = buffer;
        _position = contents.Offset;
        _end = contents.Offset + contents.Length;
    }

    /// <summary>What has not been read yet.</summary>
    public readonly Slice Rest => new(_position, _end - _position);

    /// <summary>The octets of what any reader of this buffer has read.</summary>
    public readonly ReadOnlySpan<byte> this[Slice slice] => _buffer.Slice(slice.Offset, slice.Length);

    /// <summary>Whether everything has been read.</summary>
    public readonly bool TryEnd() => _position == _end;

    /// <summary>Says that what follows may be anything, or nothing.</summary>
    public void IgnoreRest() => _position = _end;

    /// <summary>Whether the next element has this tag; false at the end.</summary>
    public readonly bool NextIs(Asn1Tag tag) =>
        Asn1Tag.TryDecode(_buffer[_position.._end], out Asn1Tag next, out _) && next == tag;

    /// <summary>Passes the next element if it has this tag, and reads what is in it.</summary>
    public bool TryEnter(Asn1Tag tag, out DerReader inner) => TryEnter(tag, out inner, out _);

    /// <summary>Passes the next element if it has this tag, and reads what is in it; hands out the whole of it, too.</summary>
    public bool TryEnter(Asn1Tag tag, out DerReader inner, out Slice encoded)
    {
        bool isRead = TryRead(tag, out Slice contents, out encoded);
        inner = isRead ? new DerReader(_buffer, contents) : default;
        return isRead;
    }

    /// <summary>Passes the next element if it has this tag and is the last one, and reads what is in it.</summary>
    public bool TryEnterOnly(Asn1Tag tag, out DerReader inner)
    {
        bool isRead = TryPeek(tag, out Slice contents, out Slice encoded) && encoded.Length == Rest.Length && Pass(encoded);
        inner = isRead ? new DerReader(_buffer, contents) : default;
        return isRead;
    }

    /// <summary>Reads the contents of the next element if it has this tag.</summary>
    public bool TryRead(Asn1Tag tag, out Slice contents) => TryRead(tag, out contents, out _);

    /// <summary>Reads the next element if it has this tag: its contents, and the whole of it with tag and length.</summary>
    public bool TryRead(Asn1Tag tag, out Slice contents, out Slice encoded) =>
        TryPeek(tag, out contents, out encoded) && Pass(encoded);

    /// <summary>Reads the next element, whatever its tag.</summary>
    public bool TryReadAny(out Asn1Tag tag, out Slice contents, out Slice encoded) =>
        TryDecode(out tag, out contents, out encoded) && IsAllowed(tag) && Pass(encoded);

    /// <summary>Reads an OBJECT IDENTIFIER as its contents octets (X.690 §8.19), within the limits of the platform.</summary>
    public bool TryReadObjectIdentifier(out Slice contents) =>
        TryPeek(Asn1Tag.ObjectIdentifier, out contents, out Slice encoded)
        && IsObjectIdentifier(this[contents])
        && Pass(encoded);

    /// <summary>Reads an INTEGER as its two's complement contents, minimal by X.690 §8.3.2.</summary>
    public bool TryReadInteger(out Slice contents) =>
        TryPeek(Asn1Tag.Integer, out contents, out Slice encoded) && IsMinimalInteger(this[contents]) && Pass(encoded);

    /// <summary>Reads an INTEGER that is zero or greater as its magnitude, without the sign octet.</summary>
    public bool TryReadUnsignedInteger(out Slice magnitude)
    {
        if (!TryPeek(Asn1Tag.Integer, out magnitude, out Slice encoded))
        {
            return false;
        }

        ReadOnlySpan<byte> octets = this[magnitude];
        if (!IsMinimalInteger(octets) || (octets[0] & 0x80) != 0)
        {
            return false;
        }

        if (octets is [0, _, ..])
        {
            magnitude = new Slice(magnitude.Offset + 1, magnitude.Length - 1);
        }

        return Pass(encoded);
    }

    /// <summary>Reads a BOOLEAN, which in DER is 00 or FF (X.690 §11.1).</summary>
    public bool TryReadBoolean(out bool value)
    {
        value = false;
        if (!TryPeek(Asn1Tag.Boolean, out Slice contents, out Slice encoded) || this[contents] is not ([0x00] or [0xFF]))
        {
            return false;
        }

        value = this[contents][0] == 0xFF;
        return Pass(encoded);
    }

    /// <summary>Reads a BOOLEAN DEFAULT FALSE: false if there is none.</summary>
    /// <remarks>
    /// DER leaves the default out (X.690 §11.5). Certification authorities are known to write it all the same; it has one meaning only,
    /// so a client is not locked out for it.
    /// </remarks>
    public bool TryReadDefaultFalse(out bool value)
    {
        value = false;
        return !NextIs(Asn1Tag.Boolean) || TryReadBoolean(out value);
    }

    /// <summary>Reads a BIT STRING: its octets, and how many bits at the end are unused and therefore zero (X.690 §11.2.1).</summary>
    public bool TryReadBitString(out Slice octets, out int unusedBits) =>
        TryReadBitString(Asn1Tag.PrimitiveBitString, out octets, out unusedBits);

    /// <summary>Reads a BIT STRING under an IMPLICIT tag.</summary>
    public bool TryReadBitString(Asn1Tag tag, out Slice octets, out int unusedBits) =>
        TryPeekBitString(tag, out octets, out unusedBits, out Slice encoded) && Pass(encoded);

    /// <summary>Reads a BIT STRING that holds whole octets, as keys and signatures do.</summary>
    public bool TryReadOctetsInBitString(out Slice octets) =>
        TryPeekBitString(Asn1Tag.PrimitiveBitString, out octets, out int unusedBits, out Slice encoded)
        && unusedBits == 0
        && Pass(encoded);

    /// <summary>Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2): the algorithm, and its parameters as encoded, empty if absent.</summary>
    public bool TryReadAlgorithmIdentifier(out Slice algorithm, out Slice parameters, out Slice encoded)
    {
        algorithm = default;
        parameters = default;
        if (!TryPeek(Asn1Tag.Sequence, out Slice contents, out encoded))
        {
            return false;
        }

        DerReader inner = new(_buffer, contents);
        return inner.TryReadObjectIdentifier(out algorithm)
            && (inner.TryEnd() || inner.TryReadAny(out _, out _, out parameters))
            && inner.TryEnd()
            && Pass(encoded);
    }

    private readonly bool TryPeekBitString(Asn1Tag tag, out Slice octets, out int unusedBits, out Slice encoded)
    {
        octets = default;
        unusedBits = 0;
        if (!TryPeek(tag, out Slice contents, out encoded) || this[contents] is not [<= 7 and byte unused, .. ReadOnlySpan<byte> bits])
        {
            return false;
        }

        unusedBits = unused;
        octets = new Slice(contents.Offset + 1, bits.Length);
        return bits.IsEmpty ? unused == 0 : (bits[^1] & ((1 << unused) - 1)) == 0;
    }

    private readonly bool TryPeek(Asn1Tag tag, out Slice contents, out Slice encoded) =>
        TryDecode(out Asn1Tag found, out contents, out encoded) && found == tag;

    // What AsnDecoder.TryReadEncodedValue does, in less time: a certificate has some sixty elements.
    private readonly bool TryDecode(out Asn1Tag tag, out Slice contents, out Slice encoded)
    {
        ReadOnlySpan<byte> rest = _buffer[_position.._end];
        if (!Asn1Tag.TryDecode(rest, out tag, out int tagLength)
            || !TryReadLength(rest[tagLength..], out int length, out int lengthLength)
            || length > rest.Length - tagLength - lengthLength)
        {
            contents = encoded = default;
            return false;
        }

        int headerLength = tagLength + lengthLength;
        contents = new Slice(_position + headerLength, length);
        encoded = new Slice(_position, headerLength + length);
        return true;
    }

    // X.690 §8.1.3, §10.1: one octet below 128, or one that says how many follow, of which the first is needed.
    private static bool TryReadLength(ReadOnlySpan<byte> octets, out int length, out int consumed)
    {
        (length, consumed) = octets switch
        {
            [< 0x80 and var one, ..] => (one, 1),
            [0x81, >= 0x80 and var one, ..] => (one, 2),
            [0x82, > 0 and var high, var low, ..] => ((high << 8) | low, 3),
            [0x83, > 0 and var high, var middle, var low, ..] => ((high << 16) | (middle << 8) | low, 4),
            [0x84, > 0 and < 0x80, _, _, _, ..] => (BinaryPrimitives.ReadInt32BigEndian(octets[1..]), 5),
            _ => (0, 0),
        };
        return consumed > 0;
    }

    private bool Pass(Slice encoded)
    {
        _position = encoded.Offset + encoded.Length;
        return true;
    }

    // X.680 table 1: universal 0 is reserved for the encoding rules. Of the universal types five are constructed, always; strings might
    // be so in BER, but not in DER (X.690 §8.9, §8.11, §8.17, §8.18, §8.24, §10.2).
    private static bool IsAllowed(Asn1Tag tag)
    {
        if (tag.TagClass != TagClass.Universal)
        {
            return true;
        }

        bool isConstructedType = (UniversalTagNumber)tag.TagValue is UniversalTagNumber.Sequence
            or UniversalTagNumber.Set
            or UniversalTagNumber.External
            or UniversalTagNumber.Embedded
            or UniversalTagNumber.UnrestrictedCharacterString;
        return tag.TagValue != 0 && tag.IsConstructed == isConstructedType;
    }

    private static bool IsObjectIdentifier(ReadOnlySpan<byte> contents)
    {
        int arcCount = 1; // The first two arcs share one number (X.690 §8.19.4).
        int arcLength = 0;
        for (int i = 0; i < contents.Length; i++)
        {
            // X.690 §8.19.2: no arc begins with 80, so that each identifier has one encoding and comparing octets compares arcs.
            arcLength++;
            if ((arcLength == 1 && contents[i] == 0x80) || (arcLength == LongestArc && contents[i - LongestArc + 1] > 0x83)
                || arcLength > LongestArc)
            {
                return false;
            }

            if (contents[i] < 0x80)
            {
                arcCount++;
                arcLength = 0;
            }
        }

        return arcLength == 0 && arcCount is > 1 and <= MaximumArcCount;
    }

    private static bool IsMinimalInteger(ReadOnlySpan<byte> contents) => contents switch
    {
        [] => false,
        [0x00, < 0x80, ..] => false,
        [0xFF, >= 0x80, ..] => false,
        _ => true,
    };
}
