using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>What the certificate has beside what the policy demands.</summary>
public sealed class CertificatePolicyDetailTests
{
    private static readonly DateTimeOffset NotBefore = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero);

    [TestCase(2025, "not before 2026-01-01 00:00:00Z; the clock says 2025-06-01 12:00:00Z, and 00:01:30 is allowed")]
    [TestCase(2027, "not after 2026-12-31 23:59:59Z; the clock says 2027-06-01 12:00:00Z, and 00:01:30 is allowed")]
    public async Task Dates_are_said_beside_the_clock(int year, string detail)
    {
        ClientCertificate dated = TestCertificates.Ec().ValidFrom(NotBefore).ValidUntil(NotAfter).Create().ClientCertificate;

        (await DetailAsync(
            dated, static policy => policy.ClockSkew = TimeSpan.FromSeconds(90), new(year, 6, 1, 14, 0, 0, TimeSpan.FromHours(2))))
            .Should().Be(detail);
    }

    [Test]
    public async Task Sizes_of_keys_are_said() =>
        (await DetailAsync(Authenticating.Vector("rsa-1024"), static policy => policy.MinimumRsaKeySize = 3072))
            .Should().Be("the RSA key has 1024 bits, 3072 are demanded");

    [Test]
    public async Task Issuers_of_certificates_that_are_not_self_signed_are_said()
    {
        ClientCertificate imitation = new CertificateParts().ReadCertificate();

        (await DetailAsync(Authenticating.Vector("a-ca-signed"), static policy => policy.SelfSignature = CertificateCheck.Enforce))
            .Should().Be("issuer and subject differ, and the signature does not verify with the certificate's own key");
        (await DetailAsync(imitation, static policy => policy.SelfSignature = CertificateCheck.Enforce))
            .Should().Be("issuer and subject are the same, but the signature does not verify with the certificate's own key");
    }

    [Test]
    public async Task Kinds_of_keys_are_said() => (await DetailAsync(
            Authenticating.Vector("a-self-signed"),
            static policy => policy.AllowedKeyKinds = new HashSet<KeyAlgorithm>
            {
                KeyAlgorithm.P384,
                KeyAlgorithm.Rsa,
            }))
        .Should().Be("the key is P256, allowed are Rsa, P384");

    // Nine identifiers of 19 characters with their separators, and one of 11 or 12.
    [TestCase("1.3.6.1.4.1", "9.1, 1.3.6.1.4.1, without id-kp-clientAuth")]
    [TestCase("1.3.6.1.4.12", "9.1, 1.3.6.1.4.1..., without id-kp-clientAuth")]
    public async Task Usages_of_two_hundred_characters_are_said_whole(string last, string end)
    {
        OidCollection usages = [.. Enumerable.Repeat("1.3.6.1.4.1.99999.1", 9).Append(last).Select(static item => new Oid(item))];
        ClientCertificate certificate = TestCertificates.Ec()
            .WithExtensions(new X509EnhancedKeyUsageExtension(usages, critical: false))
            .Create().ClientCertificate;

        (await DetailAsync(
            certificate, static policy => policy.ClientAuthenticationUsage = CertificateCheck.Enforce, DateTimeOffset.UtcNow))
            .Should().EndWith(end);
    }

    [Test]
    public async Task Usages_are_said_up_to_a_length()
    {
        OidCollection many = [.. Enumerable.Range(1, 100).Select(static i => new Oid($"1.3.6.1.4.1.99999.{i}"))];
        ClientCertificate certificate = TestCertificates.Ec()
            .WithExtensions(new X509EnhancedKeyUsageExtension(many, critical: false))
            .Create().ClientCertificate;

        string? detail = await DetailAsync(
            certificate, static policy => policy.ClientAuthenticationUsage = CertificateCheck.Enforce, DateTimeOffset.UtcNow);

        detail.Should().StartWith("the extended key usage is 1.3.6.1.4.1.99999.1, ").And.EndWith("..., without id-kp-clientAuth");
        detail!.Length.Should().BeLessThan(300);
    }

    [Test]
    public async Task Nothing_is_said_of_a_client_that_authenticates()
    {
        ClientCertificate certificate = Authenticating.Vector("a-self-signed");

        (await new Authenticating { Client = Authenticating.PubKeyClient(certificate) }.With(certificate)).FailureDetail.Should().BeNull();
    }

    [TestCase(-1)]
    [TestCase(TimeSpan.TicksPerHour + 1)]
    [TestCase(5 * TimeSpan.TicksPerDay)]
    public void A_clock_skew_out_of_range_is_refused(long ticks)
    {
        Authenticating subject = new() { Options = new() { CertificatePolicy = new() { ClockSkew = TimeSpan.FromTicks(ticks) } } };

        subject.Invoking(static item => item.Create()).Should().Throw<ArgumentException>().WithMessage("CertificatePolicy:ClockSkew is *");
    }

    private static async Task<string?> DetailAsync(
        ClientCertificate certificate, Action<CertificatePolicy> set, DateTimeOffset? now = null)
    {
        CertificatePolicy policy = new();
        set(policy);
        ClientAuthenticationResult result = await new Authenticating
        {
            Client = Authenticating.PubKeyClient(certificate),
            Options = new() { CertificatePolicy = policy },
            Clock = new FakeTimeProvider(now ?? Authenticating.Now),
        }.With(certificate);
        return result.FailureDetail;
    }
}
