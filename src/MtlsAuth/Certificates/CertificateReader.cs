using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;

namespace MtlsAuth.Certificates;

/// <summary>One strict pass over a certificate in DER (RFC 5280 §4.1): every field is checked, none is left unread.</summary>
internal ref struct CertificateReader
{
    private readonly ReadOnlyMemory<byte> _der;
    private CertificateStructure _structure;

    private CertificateReader(ReadOnlyMemory<byte> der) => _der = der;

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
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerReader certificate)
            || !certificate.TryEnter(Asn1Tag.Sequence, out DerReader fields))
        {
            return false;
        }

        // version [0] OPTIONAL; then serialNumber, signature, issuer, validity, subject.
        fields.TryRead(Tags.Constructed(0), out _);
        for (int i = 0; i < 5; i++)
        {
            if (!fields.TryReadAny(out _, out _, out _))
            {
                return false;
            }
        }

        bool isRead = fields.TryRead(Asn1Tag.Sequence, out _, out Slice subjectPublicKeyInfo);
        fields.IgnoreRest();
        certificate.IgnoreRest();
        outer.IgnoreRest();
        return isRead && SubjectPublicKey.TryReadSubjectPublicKeyInfo(fields[subjectPublicKeyInfo], out key);
    }

    /// <summary>Reads a Name as a SEQUENCE OF SET (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }.</summary>
    /// <remarks>What the values say is read on demand.</remarks>
    public static bool TryReadName(ref DerReader fields, out Slice encoded)
    {
        if (!fields.TryEnter(Asn1Tag.Sequence, out DerReader name, out encoded))
        {
            return false;
        }

        while (!name.TryEnd())
        {
            if (!name.TryEnter(Asn1Tag.SetOf, out DerReader set) || set.TryEnd())
            {
                return false;
            }

            while (!set.TryEnd())
            {
                if (!set.TryEnter(Asn1Tag.Sequence, out DerReader typeAndValue)
                    || !typeAndValue.TryReadObjectIdentifier(out _)
                    || !typeAndValue.TryReadAny(out _, out _, out _)
                    || !typeAndValue.TryEnd())
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
    private CertificateFormatError ReadCertificate()
    {
        DerReader outer = new(_der.Span);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerReader certificate))
        {
            return CertificateFormatError.MalformedDer;
        }

        if (!outer.TryEnd())
        {
            return CertificateFormatError.TrailingData;
        }

        if (!certificate.TryEnter(Asn1Tag.Sequence, out DerReader fields, out _structure.TbsCertificate))
        {
            return CertificateFormatError.MalformedDer;
        }

        if (!certificate.TryReadAlgorithmIdentifier(out _, out _, out _structure.SignatureAlgorithm))
        {
            return CertificateFormatError.InvalidSignatureAlgorithm;
        }

        return certificate.TryReadOctetsInBitString(out _structure.SignatureValue) && certificate.TryEnd()
            ? ReadTbsCertificate(fields)
            : CertificateFormatError.MalformedDer;
    }

    private CertificateFormatError ReadTbsCertificate(DerReader fields)
    {
        if (!TryReadVersion(ref fields))
        {
            return CertificateFormatError.InvalidVersion;
        }

        if (!fields.TryReadInteger(out _structure.SerialNumber))
        {
            return CertificateFormatError.InvalidSerialNumber;
        }

        // RFC 5280 §4.1.1.2: the field inside the signature MUST be the one outside.
        if (!fields.TryReadAlgorithmIdentifier(out _, out _, out Slice signatureAlgorithm)
            || !fields[signatureAlgorithm].SequenceEqual(fields[_structure.SignatureAlgorithm]))
        {
            return CertificateFormatError.InvalidSignatureAlgorithm;
        }

        if (!TryReadName(ref fields, out _structure.Issuer))
        {
            return CertificateFormatError.MalformedName;
        }

        if (!fields.TryEnter(Asn1Tag.Sequence, out DerReader validity) || !TryReadValidity(validity))
        {
            return CertificateFormatError.MalformedValidity;
        }

        if (!TryReadName(ref fields, out _structure.Subject))
        {
            return CertificateFormatError.MalformedName;
        }

        if (!fields.TryRead(Asn1Tag.Sequence, out _, out _structure.SubjectPublicKeyInfo))
        {
            return CertificateFormatError.InvalidPublicKey;
        }

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

        if (fields.TryEnd())
        {
            return CertificateFormatError.None;
        }

        if (!fields.TryEnterOnly(Tags.Constructed(3), out DerReader extensions))
        {
            return CertificateFormatError.MalformedDer;
        }

        return _structure.Version == 3
            ? CertificateExtensionsReader.Read(extensions, ref _structure.Extensions)
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

        if (!fields.TryEnter(Tags.Constructed(0), out DerReader version)
            || !version.TryReadInteger(out Slice value)
            || !version.TryEnd()
            || version[value] is not [1 or 2])
        {
            return false;
        }

        _structure.Version = version[value][0] + 1;
        return true;
    }

    private bool TryReadValidity(DerReader validity)
    {
        if (!DerTime.TryRead(ref validity, out DateTimeOffset notBefore)
            || !DerTime.TryRead(ref validity, out DateTimeOffset notAfter)
            || !validity.TryEnd())
        {
            return false;
        }

        _structure.NotBefore = notBefore.UtcDateTime;
        _structure.NotAfter = notAfter.UtcDateTime;
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
}
