using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Testing.Tests.Hostile;

/// <summary>The library gives each refusal that is promised.</summary>
public sealed class HostileInputsTests
{
    [TestCaseSource(typeof(HostileInputs), nameof(HostileInputs.Certificates))]
    public void Certificate_is_refused(HostileCertificate hostile)
    {
        ClientCertificate.TryParseDer(hostile.Octets.Span, out _, out CertificateFormatError error).Should().BeFalse();
        error.Should().Be(hostile.ExpectedError);
    }

    [TestCaseSource(typeof(HostileInputs), nameof(HostileInputs.Headers))]
    public void Header_is_refused(HostileHeader hostile)
    {
        PresentedCertificate presented = new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions { Format = hostile.Format })
            .Decode([.. hostile.Values]);

        presented.Certificate.Should().BeNull();
        (presented.Status, presented.Error).Should().Be((hostile.ExpectedStatus, hostile.ExpectedError));
    }

    [TestCaseSource(typeof(HostileInputs), nameof(HostileInputs.JwkSets))]
    public void Jwk_set_is_refused_or_its_key_skipped(HostileJwkSet hostile)
    {
        ClientJwkSet.TryParse(Encoding.UTF8.GetBytes(hostile.Json), out ClientJwkSet? set, out ClientJwkSetError error)
            .Should().Be(hostile.ExpectedSkip is not null);

        error.Should().Be(hostile.ExpectedError);
        set?.Keys.Should().BeEmpty();
        (set?.SkippedKeys.Single().Reason).Should().Be(hostile.ExpectedSkip);
    }

    [Test]
    public void Each_format_of_headers_has_hostile_values([Values] ForwardedCertificateFormat format) =>
        HostileInputs.Headers.Count(hostile => hostile.Format == format).Should().BeGreaterThan(5);

    [Test]
    public void Names_tell_them_apart()
    {
        HostileInputs.Certificates.Select(static item => item.ToString()).Should().OnlyHaveUniqueItems();
        HostileInputs.Headers.Select(static item => item.ToString()).Should().OnlyHaveUniqueItems();
        HostileInputs.JwkSets.Select(static item => item.ToString()).Should().OnlyHaveUniqueItems();
    }
}
