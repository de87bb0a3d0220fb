using System.Formats.Asn1;

namespace MtlsAuth.Asn1;

/// <summary>A cursor over DER that hands out one element after the other and never throws.</summary>
/// <remarks>
/// <see cref="AsnDecoder"/> enforces the length rules of DER (X.690 §10.1): definite and minimal. What is inside a primitive is
/// checked by the method that reads it. A caller has read everything when <see cref="IsEmpty"/> says so, and has to ask.
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
    public bool TryRead(Asn1Tag tag, out ReadOnlySpan<byte> contents) =>
        TryReadAny(out Asn1Tag found, out contents, out _) && found == tag;

    /// <summary>Reads the next element if it has this tag: its contents, and the whole of it with tag and length.</summary>
    public bool TryRead(Asn1Tag tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded) =>
        TryReadAny(out Asn1Tag found, out contents, out encoded) && found == tag;

    /// <summary>Reads the next element, whatever its tag.</summary>
    public bool TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> encoded)
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
        _rest = _rest[consumed..];
        return true;
    }

    /// <summary>Reads an OBJECT IDENTIFIER as its contents octets (X.690 §8.19), within the limits of the platform.</summary>
    public bool TryReadObjectIdentifier(out ReadOnlySpan<byte> contents) =>
        TryRead(Asn1Tag.ObjectIdentifier, out contents) && IsObjectIdentifier(contents);

    /// <summary>Reads an INTEGER as its two's complement contents, minimal by X.690 §8.3.2.</summary>
    public bool TryReadInteger(out ReadOnlySpan<byte> contents) =>
        TryRead(Asn1Tag.Integer, out contents) && IsMinimalInteger(contents);

    /// <summary>Reads an INTEGER that is zero or greater as its magnitude, without the sign octet.</summary>
    public bool TryReadUnsignedInteger(out ReadOnlySpan<byte> magnitude)
    {
        if (!TryReadInteger(out magnitude) || (magnitude[0] & 0x80) != 0)
        {
            return false;
        }

        if (magnitude[0] == 0 && magnitude.Length > 1)
        {
            magnitude = magnitude[1..];
        }

        return true;
    }

    /// <summary>Reads a BOOLEAN, which in DER is 00 or FF (X.690 §11.1).</summary>
    public bool TryReadBoolean(out bool value)
    {
        value = false;
        if (!TryRead(Asn1Tag.Boolean, out ReadOnlySpan<byte> contents) || contents.Length != 1 || contents[0] is not (0x00 or 0xFF))
        {
            return false;
        }

        value = contents[0] == 0xFF;
        return true;
    }

    /// <summary>Reads a BIT STRING: its octets, and how many bits at the end are unused and therefore zero (X.690 §11.2.1).</summary>
    public bool TryReadBitString(out ReadOnlySpan<byte> octets, out int unusedBits) =>
        TryReadBitString(Asn1Tag.PrimitiveBitString, out octets, out unusedBits);

    /// <summary>Reads a BIT STRING under an IMPLICIT tag.</summary>
    public bool TryReadBitString(Asn1Tag tag, out ReadOnlySpan<byte> octets, out int unusedBits)
    {
        octets = default;
        unusedBits = 0;
        if (!TryRead(tag, out ReadOnlySpan<byte> contents) || contents.IsEmpty || contents[0] > 7)
        {
            return false;
        }

        unusedBits = contents[0];
        octets = contents[1..];
        return octets.IsEmpty ? unusedBits == 0 : (octets[^1] & ((1 << unusedBits) - 1)) == 0;
    }

    /// <summary>Reads a BIT STRING that holds whole octets, as keys and signatures do.</summary>
    public bool TryReadOctetsInBitString(out ReadOnlySpan<byte> octets) =>
        TryReadBitString(out octets, out int unusedBits) && unusedBits == 0;

    /// <summary>Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2): the algorithm, and its parameters as encoded, empty if absent.</summary>
    public bool TryReadAlgorithmIdentifier(
        out ReadOnlySpan<byte> algorithm, out ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> encoded)
    {
        algorithm = default;
        parameters = default;
        if (!TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents, out encoded))
        {
            return false;
        }

        DerReader inner = new(contents);
        if (!inner.TryReadObjectIdentifier(out algorithm))
        {
            return false;
        }

        return inner.IsEmpty || (inner.TryReadAny(out _, out _, out parameters) && inner.IsEmpty);
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
