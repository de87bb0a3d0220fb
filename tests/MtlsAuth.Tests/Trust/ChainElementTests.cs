using System.Collections.Frozen;
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
    [TestCase("02012A", "test", X509ChainStatusFlags.NoError)]
    [TestCase("0281012A", "test", X509ChainStatusFlags.PartialChain)]
    [TestCase("0281012A", "an issuer that nobody has", X509ChainStatusFlags.PartialChain)]
    [Platform("Linux", Reason = "Elsewhere the platform does not load the certificate.")]
    public void Certificate_that_only_the_platform_reads_leads_nowhere(
        string serialNumber, string issuer, X509ChainStatusFlags expected)
    {
        CertificateParts parts = new() { SerialNumber = Convert.FromHexString(serialNumber), Issuer = Der.CommonName(issuer) };

        new ChainElement(Build(parts)).Flags.Should().Be(expected);
    }

    [TestCase("1.3.6.1.4.1.99999.1", X509ChainStatusFlags.NoError)]
    [TestCase("1.3.6.1.4.1.99999.2", X509ChainStatusFlags.HasNotSupportedCriticalExtension)]
    public void Critical_extension_counts_unless_somebody_acts_upon_it(string processed, X509ChainStatusFlags expected)
    {
        CertificateParts parts = new CertificateParts().WithExtensions(
            CertificateParts.Extension("1.3.6.1.4.1.99999.1", Der.Null, critical: Der.True));

        new ChainElement(Build(parts), new[] { processed }.ToFrozenSet()).Flags.Should().Be(expected);
    }

    private static X509ChainElement Build(CertificateParts parts)
    {
        using X509Certificate2 certificate = PlatformCertificate.Load(parts.Encode());
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.Build(certificate);
        return chain.ChainElements[0];
    }
}
