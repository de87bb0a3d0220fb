using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Names;

namespace MtlsAuth.Certificates;

/// <summary>Reads the extensions of a certificate (RFC 5280 §4.2): each at most once, four of them down to their values.</summary>
internal static class CertificateExtensionsReader
{
    // Bounds the search for duplicates, which compares each with all before it.
    private const int MaximumCount = 64;

    /// <summary>Reads what the EXPLICIT [3] holds.</summary>
    /// <remarks>RFC 5280 §4.1.2.9 wants one extension at least. Generators write none; it has one meaning only.</remarks>
    public static CertificateFormatError Read(
        ReadOnlySpan<byte> der, ReadOnlySpan<byte> field, ref CertificateStructure.ExtensionValues values)
    {
        DerReader outer = new(field);
        if (!outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents) || !outer.IsEmpty)
        {
            return CertificateFormatError.MalformedExtension;
        }

        Span<CertificateStructure.Slice> identifiers = stackalloc CertificateStructure.Slice[MaximumCount];
        values.Entries = SliceOf(der, contents);
        ExtensionReader extensions = new(contents);
        for (int count = 0; !extensions.IsEmpty; count++)
        {
            if (count == MaximumCount)
            {
                return CertificateFormatError.TooManyExtensions;
            }

            if (!extensions.TryReadNext(out ExtensionReader.Extension extension))
            {
                return CertificateFormatError.MalformedExtension;
            }

            foreach (CertificateStructure.Slice earlier in identifiers[..count])
            {
                if (extension.Identifier.SequenceEqual(der.Slice(earlier.Offset, earlier.Length)))
                {
                    return CertificateFormatError.DuplicateExtension;
                }
            }

            identifiers[count] = SliceOf(der, extension.Identifier);
            CertificateFormatError error = ReadValue(extension, ref values);
            if (error != CertificateFormatError.None)
            {
                return error;
            }
        }

        return CertificateFormatError.None;
    }

    /// <summary>The key purposes of an extKeyUsage that <see cref="Read"/> has let pass, as dotted identifiers; none of nothing.</summary>
    public static List<string> ReadPurposes(ReadOnlySpan<byte> value)
    {
        List<string> purposes = [];
        DerReader outer = new(value);
        outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents);
        DerReader identifiers = new(contents);
        while (identifiers.TryReadObjectIdentifier(out ReadOnlySpan<byte> purpose))
        {
            purposes.Add(ObjectIdentifiers.ToText(purpose));
        }

        return purposes;
    }

    private static CertificateFormatError ReadValue(
        in ExtensionReader.Extension extension, ref CertificateStructure.ExtensionValues values)
    {
        DerReader value = new(extension.Value);
        if (extension.Identifier.SequenceEqual(ObjectIdentifiers.KeyUsage))
        {
            return TryReadKeyUsage(ref value, out values.KeyUsage)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (extension.Identifier.SequenceEqual(ObjectIdentifiers.BasicConstraints))
        {
            return TryReadBasicConstraints(ref value, ref values)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (extension.Identifier.SequenceEqual(ObjectIdentifiers.ExtendedKeyUsage))
        {
            return TryReadExtendedKeyUsage(ref value, ref values)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (extension.Identifier.SequenceEqual(ObjectIdentifiers.SubjectAltName))
        {
            bool canBeWalked = GeneralNameReader.TryWalk(extension.Value, out bool areAllReadable);
            values.HasUnreadableSubjectAlternativeName = !areAllReadable;
            return canBeWalked ? CertificateFormatError.None : CertificateFormatError.MalformedSubjectAlternativeName;
        }

        return CertificateFormatError.None;
    }

    // KeyUsage ::= BIT STRING (RFC 5280 §4.2.1.3): digitalSignature is the first, most significant bit. Nine bits are defined; what
    // others may once mean is nothing that is asked here.
    private static bool TryReadKeyUsage(ref DerReader value, out X509KeyUsageFlags? keyUsage)
    {
        keyUsage = null;
        if (!value.TryReadBitString(out ReadOnlySpan<byte> bits, out _) || !value.IsEmpty)
        {
            return false;
        }

        int first = bits.Length > 0 ? bits[0] : 0;
        int ninth = bits.Length > 1 ? bits[1] & 0x80 : 0;
        keyUsage = (X509KeyUsageFlags)(first | (ninth << 8));
        return true;
    }

    // BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
    private static bool TryReadBasicConstraints(ref DerReader value, ref CertificateStructure.ExtensionValues values)
    {
        if (!value.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents) || !value.IsEmpty)
        {
            return false;
        }

        DerReader fields = new(contents);
        if (!fields.TryReadDefaultFalse(out values.IsCertificateAuthority))
        {
            return false;
        }

        if (fields.IsEmpty)
        {
            return true;
        }

        if (!fields.TryReadUnsignedInteger(out ReadOnlySpan<byte> length) || !fields.IsEmpty)
        {
            return false;
        }

        values.PathLengthConstraint = ToInt32(length);
        return true;
    }

    // Whatever exceeds the largest Int32 is as good as that: no path is so long.
    private static int ToInt32(ReadOnlySpan<byte> magnitude)
    {
        long value = 0;
        foreach (byte octet in magnitude)
        {
            value = Math.Min((value << 8) | octet, int.MaxValue);
        }

        return (int)value;
    }

    // ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId (RFC 5280 §4.2.1.12)
    private static bool TryReadExtendedKeyUsage(ref DerReader value, ref CertificateStructure.ExtensionValues values)
    {
        if (!value.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents) || !value.IsEmpty || contents.IsEmpty)
        {
            return false;
        }

        values.HasExtendedKeyUsage = true;
        DerReader purposes = new(contents);
        while (!purposes.IsEmpty)
        {
            if (!purposes.TryReadObjectIdentifier(out ReadOnlySpan<byte> purpose))
            {
                return false;
            }

            values.AllowsClientAuthentication |= purpose.SequenceEqual(ObjectIdentifiers.ClientAuth)
                || purpose.SequenceEqual(ObjectIdentifiers.AnyExtendedKeyUsage);
        }

        return true;
    }

    private static CertificateStructure.Slice SliceOf(ReadOnlySpan<byte> der, ReadOnlySpan<byte> part)
    {
        der.Overlaps(part, out int offset);
        return new CertificateStructure.Slice(offset, part.Length);
    }
}
