using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class CertificateDerTarget() : FuzzTarget("certificate", InputShape.Der)
{
    public override void Execute(byte[] input)
    {
        bool isRead = ClientCertificate.TryParseDer(input, out ClientCertificate? certificate, out CertificateFormatError error);
        Claim(isRead == (certificate is not null) && isRead == (error == CertificateFormatError.None), "what is refused has a reason");
        bool isReadInPlace = ClientCertificate.TryParseDerInPlace(input, out _, out CertificateFormatError errorInPlace);
        Claim(isRead == isReadInPlace && error == errorInPlace, "both doors for DER say the same");
        if (certificate is null)
        {
            CertificateClaims.CheckFault(error, input);
            return;
        }

        Claim(certificate.RawData.Span.SequenceEqual(input), "a certificate is all of its input");
        CertificateClaims.Check(certificate);
        Claim(ClientCertificate.TryParse(input, out _, out _), "what one door reads as DER, the door for any form reads as well");
    }
}
