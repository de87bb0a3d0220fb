using MtlsAuth.Forwarding;

namespace MtlsAuth.Testing.Tests.Forwarding;

/// <summary>Each format is written as the library reads it. A new one is red here until it is.</summary>
public sealed class ForwardedCertificateHeaderTests
{
    private static readonly TestCertificate Root = TestCertificates.Authority("CN=root").Create();
    private static readonly TestCertificate Upper = TestCertificates.Authority("CN=upper").IssuedBy(Root).Create();
    private static readonly TestCertificate Lower = TestCertificates.Authority("CN=lower").IssuedBy(Upper).Create();

    [Test]
    public void Header_is_read([Values] ForwardedCertificateFormat format)
    {
        TestCertificate certificate = TestCertificates.Ec().Create();

        PresentedCertificate presented = Decode(format, certificate);

        presented.Status.Should().Be(PresentedCertificateStatus.Present);
        presented.Certificate!.RawData.ToArray().Should().Equal(certificate.Der.ToArray());
        presented.Chain.Should().BeEmpty();
        ForwardedCertificateHeader.WriteChain(format, certificate).Should().BeEmpty();
    }

    [Test]
    public void Chain_is_read([Values] ForwardedCertificateFormat format)
    {
        PresentedCertificate presented = Decode(format, TestCertificates.Ec().IssuedBy(Lower).Create());

        presented.Chain.Select(static item => item.Subject!.ToString()).Should().Equal("CN=lower", "CN=upper");
    }

    [Test]
    public void Format_that_does_not_exist_is_refused() =>
        FluentActions.Invoking(() => ForwardedCertificateHeader.Write(0, Root)).Should().Throw<ArgumentOutOfRangeException>();

    private static PresentedCertificate Decode(ForwardedCertificateFormat format, TestCertificate certificate) =>
        new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions { Format = format }).Decode(
            [ForwardedCertificateHeader.Write(format, certificate)],
            [.. ForwardedCertificateHeader.WriteChain(format, certificate)]);
}
