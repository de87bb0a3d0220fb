using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Forwarding;

/// <summary>The certificates of these tests, how each format writes them, and how to say what came out.</summary>
internal static class ForwardedCertificates
{
    /// <summary>Its base64 has <c>+</c> and <c>/</c> in it, and two characters of padding.</summary>
    public static byte[] Leaf { get; } = TestVectors.ReadCertificate("proxies/certs/rsa2048.pem").RawData.ToArray();

    public static byte[] Intermediate { get; } = TestVectors.ReadCertificate("proxies/certs/test-intermediate-ca.pem").RawData.ToArray();

    public static byte[] Root { get; } = TestVectors.ReadCertificate("proxies/certs/test-root-ca.pem").RawData.ToArray();

    public static PresentedCertificate Decode(this string? value, ForwardedCertificateFormat format, params string?[] chain) =>
        new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions { Format = format }).Decode([value], chain);

    public static void ShouldBe(this PresentedCertificate result, byte[] der, params byte[][] chain)
    {
        result.Error.Should().Be(CertificateFormatError.None);
        result.Status.Should().Be(PresentedCertificateStatus.Present);
        result.Certificate!.RawData.ToArray().Should().Equal(der);
        result.Chain.Select(certificate => Convert.ToHexString(certificate.RawData.Span)).Should().Equal(chain.Select(Convert.ToHexString));
    }

    public static void ShouldBeMalformed(this PresentedCertificate result, CertificateFormatError error) =>
        result.ShouldHaveFailed(PresentedCertificateStatus.HeaderMalformed, error);

    public static void ShouldBeTooLarge(this PresentedCertificate result) =>
        result.ShouldHaveFailed(PresentedCertificateStatus.HeaderTooLarge, CertificateFormatError.TooLarge);

    public static void ShouldBeAbsent(this PresentedCertificate result, PresentedCertificateStatus? status = null)
    {
        result.Status.Should().BeOneOf(status is { } one
            ? [one]
            : [PresentedCertificateStatus.HeaderAbsent, PresentedCertificateStatus.HeaderEmpty, PresentedCertificateStatus.HeaderNull]);
        result.Error.Should().Be(CertificateFormatError.None);
        result.Certificate.Should().BeNull();
        result.Chain.Should().BeEmpty();
    }

    public static void ShouldHaveFailed(
        this PresentedCertificate result,
        PresentedCertificateStatus status,
        CertificateFormatError error = CertificateFormatError.MalformedHeader)
    {
        result.Status.Should().Be(status);
        result.Error.Should().Be(error);
        result.Certificate.Should().BeNull();
        result.Chain.Should().BeEmpty();
    }
}
