using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>What is said of one certificate of a chain that the platform has built.</summary>
public sealed class ChainElementTests
{
    // The second has a length in two octets where one is enough, which only DER forbids (X.690 §10.1).
    [TestCase("02012A", X509ChainStatusFlags.NoError)]
    [TestCase("0281012A", X509ChainStatusFlags.PartialChain)]
    [Platform("Linux", Reason = "Elsewhere the platform does not load the certificate.")]
    public void Certificate_that_only_the_platform_reads_leads_nowhere(string serialNumber, X509ChainStatusFlags expected)
    {
        using X509Certificate2 certificate = PlatformCertificate.Load(
            new CertificateParts { SerialNumber = Convert.FromHexString(serialNumber) }.Encode());
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.Build(certificate);

        new ChainElement(chain.ChainElements[0]).Flags.Should().Be(expected);
    }
}
