using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class TrustAnchorsTarget() : FuzzTarget("trust-anchors", InputShape.Text)
{
    public override IReadOnlyList<string> SeedFolders => ["bundle"];

    public override IReadOnlyList<string> Tokens => ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "\n"];

    public override byte[] Wrap(byte[] der) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", der) + "\n");

    public override void Execute(byte[] input)
    {
        bool isRead = TrustAnchors.TryParse(input, out TrustAnchors? anchors, out CertificateFormatError error);
        Claim(isRead == (anchors is not null) && isRead == (error == CertificateFormatError.None), "what is refused has a reason");
        Claim(anchors is null || anchors.AnchorCount > 0, "what is read holds an authority");
    }
}
