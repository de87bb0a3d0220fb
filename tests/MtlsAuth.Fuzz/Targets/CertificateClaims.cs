using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>What holds for every certificate that was read, and for what was not.</summary>
internal static class CertificateClaims
{
    public static void Check(ClientCertificate certificate)
    {
        FuzzTarget.Claim(
            ClientCertificate.TryParseDer(certificate.RawData.Span, out ClientCertificate? again, out _)
                && again.Thumbprint == certificate.Thumbprint,
            "the octets of a certificate are read again as the same certificate");
        FuzzTarget.Claim(
            SubjectPublicKey.TryReadSubjectPublicKeyInfo(certificate.SubjectPublicKeyInfo.Span, out SubjectPublicKey? key)
                && key.Equals(certificate.PublicKey)
                && key.Thumbprint == certificate.PublicKeyThumbprint,
            "a certificate's key is the one that its SubjectPublicKeyInfo says");

        // What is read on first use only.
        _ = $"{certificate.Subject}{certificate.Issuer}{string.Join(',', certificate.SubjectAlternativeNames)}";
        _ = certificate.ExtendedKeyUsages.Count + certificate.SerialNumber.Length;
        _ = certificate.AllowsClientAuthentication | certificate.IsSelfIssued | certificate.UnknownCriticalExtensions.Count > 0;

        ClientJwkSet? registered = JwkSetClaims.WriteAndRead(ClientJwkSet.FromCertificates(includeX5c: true, certificate));
        FuzzTarget.Claim(
            registered is { Keys.Count: 1 } && registered.TryFind(certificate, out _) && registered.TryFind(certificate.PublicKey, out _),
            "a certificate that is registered as a JWK with x5c is found again");
    }

    /// <summary>What holds for the place of the fault in what was refused.</summary>
    public static void CheckFault(CertificateFormatError error, byte[] input)
    {
        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(error, input);
        FuzzTarget.Claim(
            (location?.TextOffset ?? 0) is int text && text >= 0 && text <= input.Length
                && (location?.DerOffset ?? 0) is int der && der >= 0 && der <= input.Length,
            "a fault has its place in the input");
        FuzzTarget.Claim(
            error != CertificateFormatError.MalformedPem || location is { TextOffset: not null, DerOffset: null },
            "a text that is no PEM has a fault in a place");
    }
}
