using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class PresentedCertificateTests
{
    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly ClientCertificate Issuer = TestVectors.ReadCertificate("rfc9440-client.pem");

    private static readonly PresentedCertificateStatus[] OfNone =
    [
        PresentedCertificateStatus.ConnectionWithoutCertificate,
        PresentedCertificateStatus.HeaderAbsent,
        PresentedCertificateStatus.HeaderEmpty,
        PresentedCertificateStatus.HeaderNull,
        PresentedCertificateStatus.HeaderUntrusted,
        PresentedCertificateStatus.ConnectionNotTls,
        PresentedCertificateStatus.CertificateNotRequested,
    ];

    private static readonly PresentedCertificateStatus[] OfRefused =
    [
        PresentedCertificateStatus.Refused,
        PresentedCertificateStatus.HeaderDuplicated,
        PresentedCertificateStatus.HeaderTooLarge,
        PresentedCertificateStatus.HeaderMalformed,
    ];

    [Test]
    public void Of_keeps_all_that_came_with_the_certificate()
    {
        PresentedCertificate presented = PresentedCertificate.Of(Certificate, [Issuer], isChainVerifiedByProxy: true);

        presented.Status.Should().Be(PresentedCertificateStatus.Present);
        presented.Certificate.Should().BeSameAs(Certificate);
        presented.Chain.Should().Equal(Issuer);
        presented.IsChainVerifiedByProxy.Should().BeTrue();
        presented.Error.Should().Be(CertificateFormatError.None);
        presented.RefusedOctets.IsEmpty.Should().BeTrue();
    }

    [Test]
    public void Of_needs_no_chain()
    {
        PresentedCertificate presented = PresentedCertificate.Of(Certificate);

        presented.Chain.Should().BeEmpty();
        presented.IsChainVerifiedByProxy.Should().BeFalse();
    }

    [Test]
    public void Of_wants_a_certificate() =>
        FluentActions.Invoking(() => PresentedCertificate.Of(null!)).Should().Throw<ArgumentNullException>();

    [Test]
    public void None_says_why([Values] PresentedCertificateStatus status)
    {
        if (!OfNone.Contains(status))
        {
            FluentActions.Invoking(() => PresentedCertificate.None(status)).Should().Throw<ArgumentOutOfRangeException>();
            return;
        }

        PresentedCertificate presented = PresentedCertificate.None(status);

        presented.Status.Should().Be(status);
        presented.Certificate.Should().BeNull();
        presented.Error.Should().Be(CertificateFormatError.None);
        presented.Chain.Should().BeEmpty();
        presented.IsChainVerifiedByProxy.Should().BeFalse();
        presented.RefusedOctets.IsEmpty.Should().BeTrue();
        PresentedCertificate.None(status).Should().BeSameAs(presented);
    }

    [Test]
    public void None_is_by_default_a_connection_without_certificate() =>
        PresentedCertificate.None().Status.Should().Be(PresentedCertificateStatus.ConnectionWithoutCertificate);

    [Test]
    public void Refused_says_why_and_keeps_what_was_refused([Values] PresentedCertificateStatus status)
    {
        if (!OfRefused.Contains(status))
        {
            FluentActions.Invoking(() => PresentedCertificate.Refused(CertificateFormatError.Empty, status: status))
                .Should().Throw<ArgumentOutOfRangeException>();
            return;
        }

        PresentedCertificate presented = PresentedCertificate.Refused(CertificateFormatError.TrailingData, new byte[] { 1, 2 }, status);

        presented.Status.Should().Be(status);
        presented.Certificate.Should().BeNull();
        presented.Error.Should().Be(CertificateFormatError.TrailingData);
        presented.RefusedOctets.ToArray().Should().Equal(1, 2);
        presented.Chain.Should().BeEmpty();
    }

    [Test]
    public void Refused_wants_an_error() =>
        FluentActions.Invoking(() => PresentedCertificate.Refused(CertificateFormatError.None))
            .Should().Throw<ArgumentOutOfRangeException>();

    [Test]
    public void A_request_says_that_there_is_no_certificate_until_it_is_told_of_one() =>
        new ClientAuthenticationRequest().Presented.Should().BeSameAs(PresentedCertificate.None());

    [Test]
    public void A_request_does_not_take_a_certificate_that_was_lost_for_none() =>
        FluentActions.Invoking(() => new ClientAuthenticationRequest { Presented = null! }).Should().Throw<ArgumentNullException>();
}
