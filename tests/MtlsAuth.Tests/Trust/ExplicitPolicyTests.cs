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
        ChainElement certificate = Build(CertificateParts.Extension("2.5.29.36", Convert.FromHexString(constraints)));

        ExplicitPolicy.IsSatisfied([certificate]).Should().Be(isSatisfied);
    }

    // inhibitAnyPolicy of the authority: the client has anyPolicy, and requires one.
    [TestCase("020100", false, TestName = "Any_policy_is_inhibited_at_once")]
    [TestCase("020101", true, TestName = "Any_policy_is_inhibited_one_certificate_further_down")]
    [TestCase("02010100", false, TestName = "Any_policy_is_inhibited_at_once_where_it_cannot_be_read: octets behind the number")]
    [TestCase("0201", false, TestName = "Any_policy_is_inhibited_at_once_where_it_cannot_be_read: no end")]
    public void Inhibition_of_any_policy_is_read(string inhibition, bool isSatisfied)
    {
        ChainElement authority = Build(
            CertificateParts.Extension("2.5.29.54", Convert.FromHexString(inhibition)), Policy("1.2.3.4"));
        ChainElement client = Build(
            CertificateParts.Extension("2.5.29.36", Der.Sequence(Der.Implicit(0, 0))), Policy("2.5.29.32.0"));

        ExplicitPolicy.IsSatisfied([client, authority]).Should().Be(isSatisfied);
    }

    private static byte[] Policy(string identifier) =>
        CertificateParts.Extension("2.5.29.32", Der.Sequence(Der.Sequence(Der.ObjectIdentifier(identifier))));

    private static ChainElement Build(params byte[][] extensions)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        using X509Certificate2 certificate = PlatformCertificate.Load(new CertificateParts().WithExtensions(extensions).Encode());
        chain.Build(certificate);
        return new ChainElement(chain.ChainElements[0]);
    }
}
