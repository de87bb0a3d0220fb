using System.Formats.Asn1;
using MtlsAuth.Encodings;

namespace MtlsAuth.Certificates;

/// <summary>Tells what it is that somebody took for a certificate. Asked only about what has been refused already.</summary>
/// <remarks>Looks at the first elements only. A certificate that has its fields looks like none of these, be it malformed.</remarks>
internal static class OtherFormats
{
    /// <summary>What a PEM block is that is neither a certificate nor a private key, by its label (RFC 7468 §6 to §9, §13).</summary>
    public static CertificateFormatError FindByLabel(ReadOnlySpan<char> label) => label switch
    {
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => CertificateFormatError.CertificateRequest,
        "X509 CRL" => CertificateFormatError.RevocationList,
        "PUBLIC KEY" or "RSA PUBLIC KEY" => CertificateFormatError.BarePublicKey,
        "PKCS7" or "CMS" => CertificateFormatError.Pkcs7,
        "PKCS12" => CertificateFormatError.Pkcs12,
        _ => CertificateFormatError.UnexpectedPemLabel,
    };

    /// <summary>What octets are that were to be a certificate in DER.</summary>
    public static CertificateFormatError FindInsteadOfDer(ReadOnlySpan<byte> octets, CertificateFormatError otherwise) =>
        IsText(octets) ? CertificateFormatError.TextInsteadOfDer : FindByStructure(octets, otherwise);

    /// <summary>What ASN.1 octets are, in DER or not.</summary>
    public static CertificateFormatError FindByStructure(ReadOnlySpan<byte> octets, CertificateFormatError otherwise)
    {
        if (octets is not [0x30, byte length, ..])
        {
            return otherwise;
        }

        // The length may be indefinite, as it often is in PKCS #7 and #12: the elements are looked for behind it (X.690 §8.1.3).
        int start = 2 + (length < 0x80 ? 0 : length & 0x7F);
        DerReader elements = new(octets[Math.Min(start, octets.Length)..]);
        if (elements.NextIs(Asn1Tag.ObjectIdentifier))
        {
            // ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] } (RFC 5652 §3)
            return CertificateFormatError.Pkcs7;
        }

        CertificateFormatError? found = null;
        if (elements.TryReadUnsignedInteger(out Slice number))
        {
            found = FindByNumber(elements[number], elements);
        }
        else if (elements.TryEnter(Asn1Tag.Sequence, out DerReader first))
        {
            found = FindBySequence(first, elements);
        }

        elements.IgnoreRest();
        return found ?? otherwise;
    }

    // What begins with an INTEGER, a version or a modulus.
    private static CertificateFormatError? FindByNumber(ReadOnlySpan<byte> number, in DerReader next) => number switch
    {
        // PFX ::= SEQUENCE { version (3), authSafe ContentInfo, ... } (RFC 7292 §4)
        [3] when next.NextIs(Asn1Tag.Sequence) => CertificateFormatError.Pkcs12,

        // PrivateKeyInfo has an AlgorithmIdentifier next (RFC 5958 §2), RSAPrivateKey a modulus (RFC 8017 §A.1.2), ECPrivateKey its key
        // (RFC 5915 §3).
        [0] or [1] when next.NextIs(Asn1Tag.Sequence) || next.NextIs(Asn1Tag.Integer) || next.NextIs(Asn1Tag.PrimitiveOctetString) =>
            CertificateFormatError.PrivateKeyPresent,

        // RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017 §A.1.1)
        { Length: >= 64 } when next.NextIs(Asn1Tag.Integer) => CertificateFormatError.BarePublicKey,
        _ => null,
    };

    // What begins with a SEQUENCE, as certificates do.
    private static CertificateFormatError? FindBySequence(DerReader fields, in DerReader next)
    {
        if (fields.NextIs(Asn1Tag.ObjectIdentifier))
        {
            // An AlgorithmIdentifier: of SubjectPublicKeyInfo (RFC 5280 §4.1), or of EncryptedPrivateKeyInfo (RFC 5958 §3).
            return next.NextIs(Asn1Tag.PrimitiveBitString) ? CertificateFormatError.BarePublicKey
                : next.NextIs(Asn1Tag.PrimitiveOctetString) ? CertificateFormatError.PrivateKeyPresent
                : null;
        }

        bool hasNumber = fields.TryReadInteger(out _);
        if (!fields.TryRead(Asn1Tag.Sequence, out _) || !fields.TryRead(Asn1Tag.Sequence, out _))
        {
            return null;
        }

        // TBSCertList: version OPTIONAL, signature, issuer, thisUpdate, ... (RFC 5280 §5.1). A certificate has a SEQUENCE of two times.
        if (fields.NextIs(Asn1Tag.UtcTime) || fields.NextIs(Asn1Tag.GeneralizedTime))
        {
            return CertificateFormatError.RevocationList;
        }

        // CertificationRequestInfo: version, subject, subjectPKInfo, attributes [0] (RFC 2986 §4.1).
        bool isRequest = hasNumber && fields.NextIs(Tags.Constructed(0));
        fields.IgnoreRest();
        return isRequest ? CertificateFormatError.CertificateRequest : null;
    }

    // UTF-8 and UTF-16 with their marks, UTF-16 without, or ASCII, which the length of a certificate is not.
    private static bool IsText(ReadOnlySpan<byte> octets) =>
        octets is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [(byte)'-', 0, ..] or [0, (byte)'-', ..]
        || (octets.Length >= 16 && !octets[..16].ContainsAnyExceptInRange((byte)'\t', (byte)'~'));
}
