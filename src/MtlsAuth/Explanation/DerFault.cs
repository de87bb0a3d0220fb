using System.Formats.Asn1;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Explanation;

/// <summary>Finds where in octets that were to be DER something is no certificate.</summary>
internal static class DerFault
{
    private const string Version = "version";
    private const string Signature = "signature";
    private const string Issuer = "issuer";
    private const string IssuerUniqueId = "issuerUniqueID";
    private const string SubjectUniqueId = "subjectUniqueID";
    private const string PublicKey = "subjectPublicKeyInfo";
    private const string Extensions = "extensions";

    // Three times as deep as a certificate is.
    private const int DeepestNesting = 32;

    // TBSCertificate (RFC 5280 §4.1).
    private static readonly string[] Fields =
    [
        Version, "serialNumber", Signature, Issuer, "validity", "subject", PublicKey, IssuerUniqueId, SubjectUniqueId, Extensions,
    ];

    /// <summary>Finds the place; null if there is none in particular.</summary>
    /// <param name="error">Why the octets were refused.</param>
    /// <param name="der">The octets.</param>
    /// <param name="textOffset">Where the text begins that stands for them; null for none.</param>
    public static CertificateFormatErrorLocation? Find(CertificateFormatError error, ReadOnlySpan<byte> der, int? textOffset)
    {
        string? field = FieldOf(error);
        int? offset = error switch
        {
            CertificateFormatError.MalformedDer or CertificateFormatError.MalformedPkcs7 =>
                IsCutOff(der) ? der.Length : FindBreak(der, 0, DeepestNesting),
            CertificateFormatError.TrailingData => FindEnd(der),
            _ when field is not null => FindInField(der, ref field),
            _ => null,
        };
        return offset is null ? null : new CertificateFormatErrorLocation(textOffset, offset, field);
    }

    // The element is longer than what is there of it: a file that was not copied to its end.
    private static bool IsCutOff(ReadOnlySpan<byte> der) =>
        der is [0x30, .. ReadOnlySpan<byte> rest]
        && AsnDecoder.TryDecodeLength(rest, AsnEncodingRules.DER, out int? length, out int lengthLength)
        && length > rest.Length - lengthLength;

    // The first octet at which no element begins, whatever the elements mean. Each is looked at once.
    private static int? FindBreak(ReadOnlySpan<byte> der, int offset, int depth)
    {
        DerReader elements = new(der);
        while (!elements.TryEnd())
        {
            int position = elements.Rest.Offset;
            if (depth == 0 || !elements.TryReadAny(out Asn1Tag tag, out Slice contents, out _))
            {
                return offset + position;
            }

            if (tag.IsConstructed && FindBreak(elements[contents], offset + contents.Offset, depth - 1) is { } inside)
            {
                return inside;
            }
        }

        return null;
    }

    private static int? FindEnd(ReadOnlySpan<byte> der)
    {
        DerReader elements = new(der);
        return elements.TryReadAny(out _, out _, out _) ? elements.Rest.Offset : null;
    }

    // Goes from field to field as the reader does. Where it cannot have come so far, it is the field in its way that is wrong.
    private static int? FindInField(ReadOnlySpan<byte> der, ref string field)
    {
        DerReader outer = new(der);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerReader certificate)
            || !certificate.TryEnter(Asn1Tag.Sequence, out DerReader fields))
        {
            return null;
        }

        outer.IgnoreRest();

        // The algorithm beside the signature is read before all that is signed.
        if (!certificate.TryReadAlgorithmIdentifier(out _, out _, out _))
        {
            field = "signatureAlgorithm";
            return FindInNext(certificate);
        }

        certificate.IgnoreRest();
        int index = 0;
        DerReader next = fields;
        while (Fields[index] != field && TryPass(Fields[index], ref fields))
        {
            index++;
            next = fields;
        }

        fields.IgnoreRest();
        field = Fields[index];
        return FindInNext(next);
    }

    private static bool TryPass(string field, ref DerReader fields) => field switch
    {
        Version => TryPassOptional(Tags.Constructed(0), ref fields),
        IssuerUniqueId => TryPassOptional(Tags.Primitive(1), ref fields),
        SubjectUniqueId => TryPassOptional(Tags.Primitive(2), ref fields),

        // Issuer and subject have one error, and only this tells which of them it is.
        Issuer => CertificateReader.TryReadName(ref fields, out _),
        _ => fields.TryReadAny(out _, out _, out _),
    };

    private static bool TryPassOptional(Asn1Tag tag, ref DerReader fields) => fields.TryRead(tag, out _) || !fields.NextIs(tag);

    // Inside the next element, if it is not DER there; where it begins, if it is.
    private static int FindInNext(DerReader reader)
    {
        int start = reader.Rest.Offset;
        return reader.TryReadAny(out _, out _, out Slice encoded) ? FindBreak(reader[encoded], start, DeepestNesting) ?? start : start;
    }

    private static string? FieldOf(CertificateFormatError error) => error switch
    {
        CertificateFormatError.InvalidVersion => Version,
        CertificateFormatError.InvalidSerialNumber => "serialNumber",
        CertificateFormatError.InvalidSignatureAlgorithm => Signature,
        CertificateFormatError.MalformedName => "subject",
        CertificateFormatError.MalformedValidity => "validity",
        CertificateFormatError.MalformedExtension or CertificateFormatError.DuplicateExtension
            or CertificateFormatError.TooManyExtensions or CertificateFormatError.MalformedSubjectAlternativeName => Extensions,
        CertificateFormatError.InvalidPublicKey or CertificateFormatError.UnsupportedPublicKey
            or CertificateFormatError.PublicKeyCannotSign or CertificateFormatError.CurveNotNamed
            or CertificateFormatError.UnsupportedPointForm or CertificateFormatError.PointNotOnCurve
            or CertificateFormatError.LowOrderPoint or CertificateFormatError.NonCanonicalPoint => PublicKey,
        _ => null,
    };
}
