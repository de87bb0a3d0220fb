using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Asn1;

namespace MtlsAuth.Certificates;

/// <summary>Reads the extensions of a certificate (RFC 5280 §4.2): each at most once, four of them down to their values.</summary>
internal static class CertificateExtensionsReader
{
    // Bounds the search for duplicates, which compares each with all before it.
    private const int MaximumCount = 64;

    /// <summary>Reads what the EXPLICIT [3] holds.</summary>
    public static CertificateFormatError Read(
        ReadOnlySpan<byte> der, ReadOnlySpan<byte> field, ref CertificateStructure.ExtensionValues values)
    {
        DerReader outer = new(field);
        if (!outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents) || !outer.IsEmpty || contents.IsEmpty)
        {
            return CertificateFormatError.MalformedExtension;
        }

        Span<CertificateStructure.Slice> identifiers = stackalloc CertificateStructure.Slice[MaximumCount];
        DerReader extensions = new(contents);
        for (int count = 0; !extensions.IsEmpty; count++)
        {
            if (count == MaximumCount)
            {
                return CertificateFormatError.TooManyExtensions;
            }

            if (!TryReadExtension(ref extensions, out Extension extension))
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
            CertificateFormatError error = ReadValue(der, extension, ref values);
            if (error != CertificateFormatError.None)
            {
                return error;
            }
        }

        return CertificateFormatError.None;
    }

    // Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
    private static bool TryReadExtension(ref DerReader extensions, out Extension extension)
    {
        extension = default;
        if (!extensions.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents))
        {
            return false;
        }

        DerReader fields = new(contents);
        if (!fields.TryReadObjectIdentifier(out extension.Identifier) || !TryReadDefaultFalse(ref fields, out extension.IsCritical))
        {
            return false;
        }

        return fields.TryRead(Asn1Tag.PrimitiveOctetString, out extension.Value) && fields.IsEmpty;
    }

    private static CertificateFormatError ReadValue(
        ReadOnlySpan<byte> der, in Extension extension, ref CertificateStructure.ExtensionValues values)
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
            values.ExtendedKeyUsage = SliceOf(der, extension.Value);
            return TryReadExtendedKeyUsage(ref value, ref values)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedExtension;
        }

        if (extension.Identifier.SequenceEqual(ObjectIdentifiers.SubjectAltName))
        {
            values.SubjectAlternativeName = SliceOf(der, extension.Value);
            return SubjectAlternativeNameReader.IsWellFormed(extension.Value)
                ? CertificateFormatError.None
                : CertificateFormatError.MalformedSubjectAlternativeName;
        }

        values.HasUnknownCriticalExtension |= extension.IsCritical;
        return CertificateFormatError.None;
    }

    // KeyUsage ::= BIT STRING (RFC 5280 §4.2.1.3): digitalSignature is the first, most significant bit; nine bits are defined.
    private static bool TryReadKeyUsage(ref DerReader value, out X509KeyUsageFlags? keyUsage)
    {
        keyUsage = null;
        if (!value.TryReadBitString(out ReadOnlySpan<byte> bits, out _) || !value.IsEmpty || bits.Length > 2)
        {
            return false;
        }

        int first = bits.Length > 0 ? bits[0] : 0;
        int second = bits.Length > 1 ? bits[1] : 0;
        keyUsage = (X509KeyUsageFlags)(first | (second << 8));
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
        if (!TryReadDefaultFalse(ref fields, out values.IsCertificateAuthority))
        {
            return false;
        }

        if (fields.IsEmpty)
        {
            return true;
        }

        // A path longer than 255 is no constraint that anybody writes.
        if (!fields.TryReadUnsignedInteger(out ReadOnlySpan<byte> length) || !fields.IsEmpty || length.Length != 1)
        {
            return false;
        }

        values.PathLengthConstraint = length[0];
        return true;
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

    // DER leaves the default FALSE out (X.690 §11.5). Certification authorities are known to write it all the same; it has one
    // meaning only, so a client is not locked out for it.
    private static bool TryReadDefaultFalse(ref DerReader fields, out bool value)
    {
        value = false;
        return !fields.NextIs(Asn1Tag.Boolean) || fields.TryReadBoolean(out value);
    }

    private static CertificateStructure.Slice SliceOf(ReadOnlySpan<byte> der, ReadOnlySpan<byte> part)
    {
        der.Overlaps(part, out int offset);
        return new CertificateStructure.Slice(offset, part.Length);
    }

    private ref struct Extension
    {
        public ReadOnlySpan<byte> Identifier;
        public ReadOnlySpan<byte> Value;
        public bool IsCritical;
    }
}
