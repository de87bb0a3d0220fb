using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class ThumbprintTarget() : FuzzTarget("thumbprint", InputShape.Text)
{
    public override void Execute(byte[] input)
    {
        string text = Encoding.Latin1.GetString(input);
        bool isRead = CertificateThumbprint.TryParse(text, out CertificateThumbprint thumbprint);
        Claim(
            !isRead || CertificateThumbprint.Parse(thumbprint.ToString()) == thumbprint,
            "a thumbprint that is written is read as the same");
        Claim(
            isRead == JwkThumbprint.TryParse(text, out JwkThumbprint key) && (!isRead || key.ToString() == thumbprint.ToString()),
            "both kinds of thumbprints are read alike");
    }
}
