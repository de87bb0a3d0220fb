using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>Constraints on policies as this library reads them, which the platform may refuse before.</summary>
public sealed class ExplicitPolicyTests
{
    // policyConstraints of the only certificate, which has no policy: requireExplicitPolicy is [0].
    [TestCase("30038001FF", false, TestName = "Constraints_that_cannot_be_read_require_a_policy: less than zero")]
    [TestCase("3003800180", false, TestName = "Constraints_that_cannot_be_read_require_a_policy: the least number of one octet")]
    [TestCase("300480020100", false, TestName = "Constraints_that_cannot_be_read_require_a_policy: two octets")]
    [TestCase("30028000", false, TestName = "Constraints_that_cannot_be_read_require_a_policy: no number")]
    [TestCase("30028001", false, TestName = "Constraints_that_cannot_be_read_require_a_policy: no end")]
    [TestCase("0500", false, TestName = "Constraints_that_cannot_be_read_require_a_policy: no sequence")]
    [TestCase("3003800100", false, TestName = "Policy_is_required_at_once")]
    [TestCase("3003800101", true, TestName = "Policy_is_required_one_certificate_further_down")]
    [TestCase("300380017F", true, TestName = "Policy_is_required_far_down")]
    [TestCase("3000", true, TestName = "No_policy_is_required")]
    public void Policy_constraints_are_read(string constraints, bool isSatisfied)
    {
        using X509Certificate2 certificate = PlatformCertificate.Load(
            new CertificateParts().WithExtensions(
                CertificateParts.Extension("2.5.29.36", Convert.FromHexString(constraints))).Encode());
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.Build(certificate);

        ExplicitPolicy.IsSatisfied([new ChainElement(chain.ChainElements[0])]).Should().Be(isSatisfied);
    }
}
