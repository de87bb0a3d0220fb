using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;

namespace MtlsAuth.Certificates;

/// <summary>One strict pass over a certificate in DER (RFC 5280 §4.1): every field is checked, none is left unread.</summary>
internal ref struct CertificateReader
{
    private readonly ReadOnlyMemory<byte> _der;
    private readonly ReadOnlySpan<byte> _span;
    private CertificateStructure _structure;

    private CertificateReader(ReadOnlyMemory<byte> der)
    {
        _der = der;
        _span = der.Span;
    }

    public static CertificateFormatError Read(ReadOnlyMemory<byte> der, out CertificateStructure structure)
    {
        CertificateReader reader = new(der);
        CertificateFormatError error = reader.ReadCertificate();
        structure = reader._structure;
        return error;
    }

    /// <summary>Reads the key alone, passing over whatever else may be wrong. The key copies its octets.</summary>
    public static bool TryReadPublicKey(ReadOnlySpan<byte> der, [NotNullWhen(true)] out SubjectPublicKey? key)
    {
        key = null;
        DerReader outer = new(der);
        if (!outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> certificate))
        {
            return false;
        }

        DerReader inner = new(certificate);
        if (!inner.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> toBeSigned))
        {
            return false;
        }

        // version [0] OPTIONAL; then serialNumber, signature, issuer, validity, subject.
        DerReader fields = new(toBeSigned);
        fields.TryRead(Tags.Constructed(0), out _);
        for (int i = 0; i < 5; i++)
        {
            if (!fields.TryReadAny(out _, out _, out _))
            {
                return false;
            }
        }

        return fields.TryRead(Asn1Tag.Sequence, out _, out ReadOnlySpan<byte> subjectPublicKeyInfo)
            && SubjectPublicKey.TryReadSubjectPublicKeyInfo(subjectPublicKeyInfo, out key, out _);
    }

    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
    private CertificateFormatError ReadCertificate()
    {
        DerReader outer = new(_span);
        if (!outer.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents))
        {
            return CertificateFormatError.MalformedDer;
        }

        if (!outer.IsEmpty)
        {
            return CertificateFormatError.TrailingData;
        }

        DerReader certificate = new(contents);
        if (!certificate.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> toBeSigned, out ReadOnlySpan<byte> encodedToBeSigned))
        {
            return CertificateFormatError.MalformedDer;
        }

        if (!certificate.TryReadAlgorithmIdentifier(out _, out _, out ReadOnlySpan<byte> signatureAlgorithm))
        {
            return CertificateFormatError.InvalidSignatureAlgorithm;
        }

        if (!certificate.TryReadOctetsInBitString(out ReadOnlySpan<byte> signature) || !certificate.IsEmpty)
        {
            return CertificateFormatError.MalformedDer;
        }

        _structure.ToBeSigned = SliceOf(encodedToBeSigned);
        _structure.SignatureAlgorithm = SliceOf(signatureAlgorithm);
        _structure.SignatureValue = SliceOf(signature);
        return ReadToBeSigned(new DerReader(toBeSigned), signatureAlgorithm);
    }

    private CertificateFormatError ReadToBeSigned(DerReader fields, ReadOnlySpan<byte> outerSignatureAlgorithm)
    {
        if (!TryReadVersion(ref fields))
        {
            return CertificateFormatError.InvalidVersion;
        }

        if (!fields.TryReadInteger(out ReadOnlySpan<byte> serialNumber))
        {
            return CertificateFormatError.InvalidSerialNumber;
        }

        // RFC 5280 §4.1.1.2: the field inside the signature MUST be the one outside.
        if (!fields.TryReadAlgorithmIdentifier(out _, out _, out ReadOnlySpan<byte> signatureAlgorithm)
            || !signatureAlgorithm.SequenceEqual(outerSignatureAlgorithm))
        {
            return CertificateFormatError.InvalidSignatureAlgorithm;
        }

        if (!TryReadName(ref fields, out ReadOnlySpan<byte> issuer))
        {
            return CertificateFormatError.MalformedName;
        }

        if (!fields.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> validity) || !TryReadValidity(new DerReader(validity)))
        {
            return CertificateFormatError.MalformedValidity;
        }

        if (!TryReadName(ref fields, out ReadOnlySpan<byte> subject))
        {
            return CertificateFormatError.MalformedName;
        }

        if (!fields.TryRead(Asn1Tag.Sequence, out _, out ReadOnlySpan<byte> subjectPublicKeyInfo))
        {
            return CertificateFormatError.InvalidPublicKey;
        }

        _structure.SerialNumber = SliceOf(serialNumber);
        _structure.Issuer = SliceOf(issuer);
        _structure.Subject = SliceOf(subject);
        _structure.SubjectPublicKeyInfo = SliceOf(subjectPublicKeyInfo);
        SubjectPublicKeyError keyError =
            SubjectPublicKeyInfoReader.Read(_structure.SubjectPublicKeyInfo.Of(_der), out _structure.PublicKey);
        return keyError == SubjectPublicKeyError.None ? ReadOptionalFields(fields) : ToFormatError(keyError);
    }

    // issuerUniqueID [1] IMPLICIT and subjectUniqueID [2] IMPLICIT BIT STRING (version 2 and 3), extensions [3] EXPLICIT (version 3)
    private CertificateFormatError ReadOptionalFields(DerReader fields)
    {
        for (int number = 1; number <= 2; number++)
        {
            if (!fields.NextIs(Tags.Primitive(number)))
            {
                continue;
            }

            if (!fields.TryReadBitString(Tags.Primitive(number), out _, out _))
            {
                return CertificateFormatError.MalformedDer;
            }

            if (_structure.Version == 1)
            {
                return CertificateFormatError.InvalidVersion;
            }
        }

        if (fields.IsEmpty)
        {
            return CertificateFormatError.None;
        }

        if (!fields.TryRead(Tags.Constructed(3), out ReadOnlySpan<byte> extensions) || !fields.IsEmpty)
        {
            return CertificateFormatError.MalformedDer;
        }

        return _structure.Version == 3
            ? CertificateExtensionsReader.Read(_span, extensions, ref _structure.Extensions)
            : CertificateFormatError.InvalidVersion;
    }

    // version [0] EXPLICIT INTEGER DEFAULT v1: DER leaves the default out, so a written v1 is as wrong as a v4.
    private bool TryReadVersion(ref DerReader fields)
    {
        _structure.Version = 1;
        if (!fields.NextIs(Tags.Constructed(0)))
        {
            return true;
        }

        if (!fields.TryRead(Tags.Constructed(0), out ReadOnlySpan<byte> contents))
        {
            return false;
        }

        DerReader version = new(contents);
        if (!version.TryReadInteger(out ReadOnlySpan<byte> value) || !version.IsEmpty || value is not ([1] or [2]))
        {
            return false;
        }

        _structure.Version = value[0] + 1;
        return true;
    }

    private bool TryReadValidity(DerReader validity)
    {
        if (!DerTime.TryRead(ref validity, out DateTimeOffset notBefore)
            || !DerTime.TryRead(ref validity, out DateTimeOffset notAfter)
            || !validity.IsEmpty)
        {
            return false;
        }

        _structure.NotBefore = notBefore.UtcDateTime;
        _structure.NotAfter = notAfter.UtcDateTime;
        return true;
    }

    // Name ::= SEQUENCE OF SET (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }. What the values say is read on demand.
    private static bool TryReadName(ref DerReader fields, out ReadOnlySpan<byte> encoded)
    {
        if (!fields.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> contents, out encoded))
        {
            return false;
        }

        DerReader name = new(contents);
        while (!name.IsEmpty)
        {
            if (!name.TryRead(Asn1Tag.SetOf, out ReadOnlySpan<byte> set) || set.IsEmpty)
            {
                return false;
            }

            DerReader attributes = new(set);
            while (!attributes.IsEmpty)
            {
                if (!attributes.TryRead(Asn1Tag.Sequence, out ReadOnlySpan<byte> attribute))
                {
                    return false;
                }

                DerReader typeAndValue = new(attribute);
                if (!typeAndValue.TryReadObjectIdentifier(out _)
                    || !typeAndValue.TryReadAny(out _, out _, out _)
                    || !typeAndValue.IsEmpty)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static CertificateFormatError ToFormatError(SubjectPublicKeyError error) => error switch
    {
        SubjectPublicKeyError.UnsupportedAlgorithm or SubjectPublicKeyError.UnsupportedCurve =>
            CertificateFormatError.UnsupportedPublicKey,
        SubjectPublicKeyError.CannotSign => CertificateFormatError.PublicKeyCannotSign,
        SubjectPublicKeyError.CurveNotNamed => CertificateFormatError.CurveNotNamed,
        SubjectPublicKeyError.UnsupportedPointForm => CertificateFormatError.UnsupportedPointForm,
        SubjectPublicKeyError.PointNotOnCurve => CertificateFormatError.PointNotOnCurve,
        SubjectPublicKeyError.LowOrderPoint => CertificateFormatError.LowOrderPoint,
        SubjectPublicKeyError.NonCanonicalPoint => CertificateFormatError.NonCanonicalPoint,
        _ => CertificateFormatError.InvalidPublicKey,
    };

    private readonly CertificateStructure.Slice SliceOf(ReadOnlySpan<byte> part)
    {
        _span.Overlaps(part, out int offset);
        return new CertificateStructure.Slice(offset, part.Length);
    }
}
