using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

/// <summary>White space that is not HTTP's (RFC 9110 §5.6.3), which is taken off nowhere.</summary>
public sealed class ForwardedCertificateWhiteSpaceTests
{
    // In Envoy's elements it is a part of a key or a value.
    [TestCase(ForwardedCertificateFormat.Pem)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPem)]
    [TestCase(ForwardedCertificateFormat.PemOrPercentEncodedPem)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPemChain)]
    [TestCase(ForwardedCertificateFormat.Base64Der)]
    [TestCase(ForwardedCertificateFormat.Rfc9440)]
    [TestCase(ForwardedCertificateFormat.TraefikList)]
    public void Decode_refuses_other_white_space_around_the_value(ForwardedCertificateFormat format)
    {
        string value = format.Encode(Leaf);

        foreach (char space in "\u00A0\u2003\v\f")
        {
            $"{space}{value}".Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
            $"{value}{space}".Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        }
    }

    [Test]
    public void Decode_does_not_look_for_a_boundary_behind_other_white_space() =>
        $"\u00A0{ForwardedCertificateFormat.Pem.Encode(Leaf)}".Decode(ForwardedCertificateFormat.Pem)
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);

    [Test]
    public void Decode_refuses_other_white_space_around_the_values_of_a_chain(
        [Values(ForwardedCertificateFormat.Pem, ForwardedCertificateFormat.PercentEncodedPem, ForwardedCertificateFormat.Base64Der,
            ForwardedCertificateFormat.Rfc9440)] ForwardedCertificateFormat format,
        [Values('\u00A0', '\v')] char space)
    {
        string chain = format.Encode(Intermediate);

        format.Encode(Leaf).Decode(format, $"{space}{chain}").Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        format.Encode(Leaf).Decode(format, $"{chain}{space}").Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
    }
}
