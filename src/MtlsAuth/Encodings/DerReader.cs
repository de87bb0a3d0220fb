using System.Formats.Asn1;

namespace MtlsAuth.Encodings;

/// <summary>A cursor over DER that hands out one element after the other and never throws.</summary>
/// <remarks>
/// <see cref="AsnDecoder"/> enforces the length rules of DER (X.690 §10.1): definite and minimal. What is inside a primitive is
/// checked by the method that reads it. Where a method returns false the cursor has not moved. A caller has read everything when
/// <see cref="IsEmpty"/> says so, and has to ask.
/// </remarks>
internal ref struct DerReader(ReadOnlySpan<byte> source)
{
    // What AsnDecoder can turn into text: 64 arcs of up to 128 bits, which take 19 octets of seven bits, two bits in the first.
    private const int MaximumArcCount = 64;
    private const int LongestArc = 19;

    private ReadOnlySpan<byte> _rest = source;

    public readonly bool IsEmpty => _rest.IsEmpty;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Whether the next element has this tag; false at the end.</summary>
    public readonly bool NextIs(Asn1Tag tag) =>
        Asn1Tag.TryDecode(_rest, out Asn1Tag next, out _) && next == tag;

    /// <summary>Reads the contents of the next element if it has this tag.</summary>
    public bool TryRead(Asn1Tag tag, out ReadOnlySpan<byte> contents) => TryRead(tag, out contents, out _);

    /// <summary>Reads the next element if it has this tag: its contents, and the whole of it with tag and length.</summary>
    public bool TryRead(Asn1Tag tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded) =>
        TryPeek(tag, out contents, out encoded) && Pass(encoded.Length);

    /// <summary>Reads the next element, whatever its tag.</summary>
    public bool TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded) =>
        TryDecode(out tag, out contents, out encoded) && IsAllowed(tag) && Pass(encoded.Length);

    /// <summary>Reads an OBJECT IDENTIFIER as its contents octets (X.690 §8.19), within the limits of the platform.</summary>
    public bool TryReadObjectIdentifier(out ReadOnlySpan<byte> contents) =>
        TryPeek(Asn1Tag.ObjectIdentifier, out contents, out ReadOnlySpan<byte> encoded)
        && IsObjectIdentifier(contents)
        && Pass(encoded.Length);

    /// <summary>Reads an INTEGER as its two's complement contents, minimal by X.690 §8.3.2.</summary>
    public bool TryReadInteger(out ReadOnlySpan<byte> contents) =>
        TryPeek(Asn1Tag.Integer, out contents, out ReadOnlySpan<byte> encoded) && IsMinimalInteger(contents) && Pass(encoded.Length);

    /// <summary>Reads an INTEGER that is zero or greater as its magnitude, without the sign octet.</summary>
    public bool TryReadUnsignedInteger(out ReadOnlySpan<byte> magnitude)
    {
        if (!TryPeek(Asn1Tag.Integer, out magnitude, out ReadOnlySpan<byte> encoded)
            || !IsMinimalInteger(magnitude)
            || (magnitude[0] & 0x80) != 0)
        {
            return false;
        }

        if (magnitude[0] == 0 && magnitude.Length > 1)
        {
            magnitude = magnitude[1..];
        }

        return Pass(encoded.Length);
    }

    /// <summary>Reads a BOOLEAN, which in DER is 00 or FF (X.690 §11.1).</summary>
    public bool TryReadBoolean(out bool value)
    {
        value = false;
        if (!TryPeek(Asn1Tag.Boolean, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded)
            || contents is not ([0x00] or [0xFF]))
        {
            return false;
        }

        value = contents[0] == 0xFF;
        return Pass(encoded.Length);
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
    public bool TryReadBitString(out ReadOnlySpan<byte> octets, out int unusedBits) =>
        TryReadBitString(Asn1Tag.PrimitiveBitString, out octets, out unusedBits);

    /// <summary>Reads a BIT STRING under an IMPLICIT tag.</summary>
    public bool TryReadBitString(Asn1Tag tag, out ReadOnlySpan<byte> octets, out int unusedBits)
    {
        octets = default;
        unusedBits = 0;
        if (!TryPeek(tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded) || contents is not [<= 7, ..])
        {
            return false;
        }

        unusedBits = contents[0];
        octets = contents[1..];
        bool unusedAreZero = octets.IsEmpty ? unusedBits == 0 : (octets[^1] & ((1 << unusedBits) - 1)) == 0;
        return unusedAreZero && Pass(encoded.Length);
    }

    /// <summary>Reads a BIT STRING that holds whole octets, as keys and signatures do.</summary>
    public bool TryReadOctetsInBitString(out ReadOnlySpan<byte> octets)
    {
        DerReader before = this;
        if (TryReadBitString(out octets, out int unusedBits) && unusedBits == 0)
        {
            return true;
        }

        this = before;
        return false;
    }

    /// <summary>Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2): the algorithm, and its parameters as encoded, empty if absent.</summary>
    public bool TryReadAlgorithmIdentifier(
        out ReadOnlySpan<byte> algorithm, out ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> encoded)
    {
        algorithm = default;
        parameters = default;
        if (!TryPeek(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents, out encoded))
        {
            return false;
        }

        DerReader inner = new(contents);
        return inner.TryReadObjectIdentifier(out algorithm)
            && (inner.IsEmpty || inner.TryReadAny(out _, out _, out parameters))
            && inner.IsEmpty
            && Pass(encoded.Length);
    }

    private readonly bool TryPeek(Asn1Tag tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded) =>
        TryDecode(out Asn1Tag found, out contents, out encoded) && found == tag;

    private readonly bool TryDecode(out Asn1Tag tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded)
    {
        if (!AsnDecoder.TryReadEncodedValue(
                _rest, AsnEncodingRules.DER, out tag, out int offset, out int length, out int consumed))
        {
            contents = default;
            encoded = default;
            return false;
        }

        contents = _rest.Slice(offset, length);
        encoded = _rest[..consumed];
        return true;
    }

    private bool Pass(int length)
    {
        _rest = _rest[length..];
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
