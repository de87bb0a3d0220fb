using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Trust;

/// <summary>A signature that the platform cannot verify is none.</summary>
public sealed class UnverifiedSignatureTests
{
    // An algorithm that nobody knows, and keys that are none of their algorithm's.
    [TestCase("1.3.6.1.4.1.99999.9", "1.3.101.112")]
    [TestCase("1.3.101.112", "1.3.101.112")]
    [TestCase("2.16.840.1.101.3.4.3.18", "2.16.840.1.101.3.4.3.18")]
    [TestCase("1.2.840.10045.2.1", "1.2.840.10045.4.3.2")]
    public async Task Client_of_an_anchor_whose_key_cannot_be_read_is_refused(string key, string signature)
    {
        byte[] root = Der.CommonName("root");
        byte[] anchor = Der.CommonName("anchor");
        ClientCertificate leaf = new CertificateParts
        {
            Issuer = anchor,
            Subject = Der.CommonName("client"),
            InnerSignatureAlgorithm = Der.Algorithm(signature),
            OuterSignatureAlgorithm = Der.Algorithm(signature),
        }.ReadCertificate();

        ClientAuthenticationResult selfIssued = await AuthenticateAsync(leaf, Authority(anchor, anchor, key));
        ClientAuthenticationResult alone = await AuthenticateAsync(leaf, Authority(root, anchor, key));
        ClientAuthenticationResult belowRoot = await AuthenticateAsync(leaf, Authority(root, anchor, key), Authority(root, root, key));

        new[] { selfIssued, alone, belowRoot }.Should()
            .OnlyContain(result => result.FailureReason == ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    private static byte[] Authority(byte[] issuer, byte[] subject, string key) => new CertificateParts
    {
        Issuer = issuer,
        Subject = subject,
        SubjectPublicKeyInfo = Der.Sequence(Der.Algorithm(key), Der.BitString([1, 2, 3])),
    }.WithExtensions(CertificateParts.Extension("2.5.29.19", Der.Sequence(Der.True), Der.True)).Encode();

    private static Task<ClientAuthenticationResult> AuthenticateAsync(ClientCertificate leaf, params byte[][] anchors)
    {
        string pem = string.Concat(anchors.Select(anchor => PemEncoding.WriteString("CERTIFICATE", anchor) + "\n"));
        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out TrustAnchors? trusted, out CertificateFormatError error)
            .Should().BeTrue(error.ToString());
        return (TestChain.Trusting() with { Anchors = trusted! }).With(leaf);
    }
}
