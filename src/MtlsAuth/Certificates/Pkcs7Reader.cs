using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace MtlsAuth.Certificates;

/// <summary>Reads the certificates of a PKCS #7 SignedData, usually without any signature (RFC 2315 §9.1, "certs-only").</summary>
/// <remarks>The structure around the certificates may be BER, as it comes from other programs; the certificates are DER.</remarks>
internal static class Pkcs7Reader
{
    // pkcs-7 2 signedData (RFC 2315 §14).
    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly Asn1Tag Content = new(TagClass.ContextSpecific, 0);

    /// <summary>
    /// Whether a SEQUENCE of long or indefinite length is a ContentInfo, which begins with an OBJECT IDENTIFIER where a certificate has
    /// a SEQUENCE.
    /// </summary>
    public static bool LooksLikePkcs7(ReadOnlySpan<byte> sequence)
    {
        // The second octet says how many octets of the length follow (X.690 §8.1.3); AsnDecoder throws for some that are too long.
        int offset = 2 + (sequence[1] & 0x7F);
        return offset < sequence.Length && sequence[offset] == (byte)UniversalTagNumber.ObjectIdentifier;
    }

    /// <summary>Reads the certificates of one end entity, which comes out first.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> encoded,
        in CertificateBundleRules rules,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error)
    {
        certificates = null;
        error = ReadCertificates(encoded, rules, out List<ReadOnlyMemory<byte>> ders);
        List<ClientCertificate> read = [];
        for (int i = 0; i < ders.Count && error == CertificateFormatError.None; i++)
        {
            if (ClientCertificate.TryParseDer(ders[i].Span, out ClientCertificate? certificate, out error, rules.MaximumLength))
            {
                read.Add(certificate);
            }
        }

        error = error == CertificateFormatError.None ? CheckRest(encoded) : error;
        if (error != CertificateFormatError.None)
        {
            return false;
        }

        if (!TryPutEndEntityFirst(read))
        {
            error = CertificateFormatError.MalformedPkcs7;
            return false;
        }

        certificates = read.AsReadOnly();
        return true;
    }

    /// <summary>Reads the certificates as they are encoded, each of whatever length, and leaves it to the caller to parse them.</summary>
    public static bool TryReadEncoded(
        ReadOnlyMemory<byte> encoded,
        in CertificateBundleRules rules,
        out IReadOnlyList<ReadOnlyMemory<byte>> certificates,
        out CertificateFormatError error)
    {
        error = ReadCertificates(encoded, rules, out List<ReadOnlyMemory<byte>> read);
        error = error == CertificateFormatError.None ? CheckRest(encoded) : error;
        certificates = read;
        return error == CertificateFormatError.None;
    }

    private static CertificateFormatError ReadCertificates(
        ReadOnlyMemory<byte> encoded, in CertificateBundleRules rules, out List<ReadOnlyMemory<byte>> read)
    {
        read = [];
        try
        {
            return Read(encoded, rules, read);
        }
        catch (AsnContentException)
        {
            return CertificateFormatError.MalformedPkcs7;
        }
    }

    // The walk has bounded what is read, and no certificate was loaded into the platform. What it passed over, signers and revocation
    // lists, has to be well-formed as well.
    private static CertificateFormatError CheckRest(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            new SignedCms().Decode(encoded.Span);
            return CertificateFormatError.None;
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return CertificateFormatError.MalformedPkcs7;
        }
    }

    // The certificates are a SET (RFC 2315 §6.6): only the names tell which one is the end entity's.
    private static bool TryPutEndEntityFirst(List<ClientCertificate> certificates)
    {
        List<ClientCertificate> endEntities =
            certificates.FindAll(candidate => !certificates.Exists(other => IsIssuedBy(other, candidate)));
        if (endEntities is not [ClientCertificate endEntity])
        {
            return false;
        }

        certificates.Remove(endEntity);
        certificates.Insert(0, endEntity);
        return true;
    }

    // SignedData ::= SEQUENCE { version, digestAlgorithms, contentInfo, certificates [0] IMPLICIT SET OPTIONAL, ... } (RFC 2315 §9.1)
    private static CertificateFormatError Read(
        ReadOnlyMemory<byte> encoded, in CertificateBundleRules rules, List<ReadOnlyMemory<byte>> read)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.BER);
        AsnReader contentInfo = outer.ReadSequence();
        if (outer.HasData)
        {
            return CertificateFormatError.TrailingData;
        }

        if (contentInfo.ReadObjectIdentifier() != SignedData)
        {
            return CertificateFormatError.MalformedPkcs7;
        }

        AsnReader signedData = contentInfo.ReadSequence(Content).ReadSequence();
        signedData.ReadIntegerBytes();
        signedData.ReadSetOf();
        signedData.ReadSequence();

        // Without certificates there is nothing to read the bundle for: this throws then.
        AsnReader certificates = signedData.ReadSetOf(Content);
        while (certificates.HasData)
        {
            if (read.Count == rules.MaximumCount)
            {
                return CertificateFormatError.TooManyCertificates;
            }

            read.Add(certificates.ReadEncodedValue());
        }

        return CertificateFormatError.None;
    }

    private static bool IsIssuedBy(ClientCertificate certificate, ClientCertificate issuer) =>
        certificate != issuer && certificate.IssuerRawData.Span.SequenceEqual(issuer.SubjectRawData.Span);
}
