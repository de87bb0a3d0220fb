using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Certificates;

/// <summary>Reads the certificates of a PKCS #7 SignedData, usually without any signature (RFC 2315 §9.1, "certs-only").</summary>
internal static class Pkcs7Reader
{
    /// <summary>Whether this is a ContentInfo, which begins with an OBJECT IDENTIFIER where a certificate has a SEQUENCE.</summary>
    public static bool LooksLikePkcs7(ReadOnlySpan<byte> der) =>
        AsnDecoder.TryReadEncodedValue(der, AsnEncodingRules.BER, out _, out int offset, out _, out _)
        && offset < der.Length
        && der[offset] == (byte)UniversalTagNumber.ObjectIdentifier;

    public static bool TryRead(
        ReadOnlySpan<byte> encoded,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength)
    {
        certificates = null;
        SignedCms bundle = new();
        X509Certificate2Collection loaded;
        try
        {
            bundle.Decode(encoded);
            loaded = bundle.Certificates;
        }
        catch (CryptographicException)
        {
            error = CertificateFormatError.MalformedPkcs7;
            return false;
        }

        try
        {
            return TryRead(loaded, out certificates, out error, maximumLength);
        }
        finally
        {
            foreach (X509Certificate2 certificate in loaded)
            {
                certificate.Dispose();
            }
        }
    }

    private static bool TryRead(
        X509Certificate2Collection loaded,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength)
    {
        certificates = null;
        if (loaded.Count > CertificateBundle.MaximumCertificateCount)
        {
            error = CertificateFormatError.TooManyCertificates;
            return false;
        }

        List<ClientCertificate> read = [];
        foreach (X509Certificate2 item in loaded)
        {
            if (!ClientCertificate.TryParseDer(item.RawDataMemory.Span, out ClientCertificate? certificate, out error, maximumLength))
            {
                return false;
            }

            read.Add(certificate);
        }

        // The certificates are a SET (RFC 2315 §6.6): only the names tell which one is the end entity's.
        List<ClientCertificate> endEntities = read.FindAll(candidate => !read.Exists(other => IsIssuedBy(other, candidate)));
        if (endEntities is not [ClientCertificate endEntity])
        {
            error = CertificateFormatError.MalformedPkcs7;
            return false;
        }

        read.Remove(endEntity);
        read.Insert(0, endEntity);
        certificates = read.AsReadOnly();
        error = CertificateFormatError.None;
        return true;
    }

    private static bool IsIssuedBy(ClientCertificate certificate, ClientCertificate issuer) =>
        certificate != issuer && certificate.IssuerRawData.Span.SequenceEqual(issuer.SubjectRawData.Span);
}
