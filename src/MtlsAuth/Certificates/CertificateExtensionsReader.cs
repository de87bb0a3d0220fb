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
    public static CertificateFormatError Read(DerReader field, ref CertificateStructure.ExtensionValues values)
    {
        if (!field.TryEnterOnly(Asn1Tag.Sequence, out DerReader entries))
        {
            return CertificateFormatError.MalformedExtension;
        }

        Span<Slice> identifiers = stackalloc Slice[MaximumCount];
        values.Entries = entries.Rest;
        ExtensionReader extensions = new(entries);
        for (int count = 0; !extensions.TryEnd(); count++)
        {
            if (count == MaximumCount)
            {
                return CertificateFormatError.TooManyExtensions;
            }

            if (!extensions.TryReadNext(out ExtensionReader.Extension extension))
            {
                return CertificateFormatError.MalformedExtension;
            }

            ReadOnlySpan<byte> identifier = extensions[extension.Identifier];
            foreach (Slice earlier in identifiers[..count])
            {
                if (identifier.SequenceEqual(extensions[earlier]))
                {
                    return CertificateFormatError.DuplicateExtension;
                }
            }

            identifiers[count] = extension.Identifier;
            CertificateFormatError error = ReadValue(identifier, extension.Value, ref values);
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
        if (outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader identifiers))
        {
            while (!identifiers.TryEnd() && identifiers.TryReadObjectIdentifier(out Slice purpose))
            {
                purposes.Add(ObjectIdentifiers.ToText(identifiers[purpose]));
            }
        }

        return purposes;
    }

    private static CertificateFormatError ReadValue(
        ReadOnlySpan<byte> identifier, DerReader value, ref CertificateStructure.ExtensionValues values)
    {
        if (identifier.SequenceEqual(ObjectIdentifiers.KeyUsage))
        {
            return TryReadKeyUsage(value, out values.KeyUsage)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (identifier.SequenceEqual(ObjectIdentifiers.BasicConstraints))
        {
            return TryReadBasicConstraints(value, ref values)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (identifier.SequenceEqual(ObjectIdentifiers.ExtendedKeyUsage))
        {
            return TryReadExtendedKeyUsage(value, ref values)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (identifier.SequenceEqual(ObjectIdentifiers.SubjectAltName))
        {
            bool canBeWalked = GeneralNameReader.TryWalk(value, out bool areAllReadable);
            values.HasUnreadableSubjectAlternativeName = !areAllReadable;
            return canBeWalked ? CertificateFormatError.None : CertificateFormatError.MalformedSubjectAlternativeName;
        }

        // Whatever else it is, its value is for others to read.
        value.IgnoreRest();
        return CertificateFormatError.None;
    }

    // KeyUsage ::= BIT STRING (RFC 5280 §4.2.1.3): digitalSignature is the first, most significant bit. Nine bits are defined; what
    // others may once mean is nothing that is asked here.
    private static bool TryReadKeyUsage(DerReader value, out X509KeyUsageFlags? keyUsage)
    {
        keyUsage = null;
        if (!value.TryReadBitString(out Slice octets, out _) || !value.TryEnd())
        {
            return false;
        }

        ReadOnlySpan<byte> bits = value[octets];
        int first = bits.Length > 0 ? bits[0] : 0;
        int ninth = bits.Length > 1 ? bits[1] & 0x80 : 0;
        keyUsage = (X509KeyUsageFlags)(first | (ninth << 8));
        return true;
    }

    // BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
    private static bool TryReadBasicConstraints(DerReader value, ref CertificateStructure.ExtensionValues values)
    {
        if (!value.TryEnterOnly(Asn1Tag.Sequence, out DerReader fields) || !fields.TryReadDefaultFalse(out values.IsCertificateAuthority))
        {
            return false;
        }

        if (fields.TryEnd())
        {
            return true;
        }

        if (!fields.TryReadUnsignedInteger(out Slice length) || !fields.TryEnd())
        {
            return false;
        }

        values.PathLengthConstraint = ToInt32(fields[length]);
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
    private static bool TryReadExtendedKeyUsage(DerReader value, ref CertificateStructure.ExtensionValues values)
    {
        if (!value.TryEnterOnly(Asn1Tag.Sequence, out DerReader purposes) || purposes.TryEnd())
        {
            return false;
        }

        values.HasExtendedKeyUsage = true;
        while (!purposes.TryEnd())
        {
            if (!purposes.TryReadObjectIdentifier(out Slice identifier))
            {
                return false;
            }

            ReadOnlySpan<byte> purpose = purposes[identifier];
            values.AllowsClientAuthentication |= purpose.SequenceEqual(ObjectIdentifiers.ClientAuth)
                || purpose.SequenceEqual(ObjectIdentifiers.AnyExtendedKeyUsage);
        }

        return true;
    }
}
