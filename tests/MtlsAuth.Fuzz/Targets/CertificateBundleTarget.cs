using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class CertificateBundleTarget() : FuzzTarget("bundle", InputShape.Der)
{
    public override IReadOnlyList<string> Tokens =>
        ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "-----BEGIN PKCS7-----", "-----END PKCS7-----", "\n"];

    public override void Execute(byte[] input)
    {
        bool isRead = ClientCertificate.TryParseAll(
            input, out IReadOnlyList<ClientCertificate>? certificates, out CertificateFormatError error);
        Claim(isRead == (certificates is not null) && isRead == (error == CertificateFormatError.None), "what is refused has a reason");
        Claim(certificates is not { Count: 0 }, "a bundle that is read has a certificate");
        if (!isRead)
        {
            CertificateClaims.CheckFault(error, input);
        }
    }
}
