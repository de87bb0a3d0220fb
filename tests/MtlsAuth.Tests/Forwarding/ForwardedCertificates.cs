using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;

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

    /// <summary>The value of a certificate in a format.</summary>
    public static string Encode(this ForwardedCertificateFormat format, byte[] der) => format switch
    {
        ForwardedCertificateFormat.Pem => ForwardedHeaders.Pem(der),
        ForwardedCertificateFormat.PercentEncodedPem => ForwardedHeaders.PercentEncodedPem(der),
        ForwardedCertificateFormat.PemOrPercentEncodedPem => ForwardedHeaders.Pem(der, separator: ""),
        ForwardedCertificateFormat.PercentEncodedPemChain => ForwardedHeaders.PercentEncodedPemChain(der),
        ForwardedCertificateFormat.Base64Der => ForwardedHeaders.Base64Der(der),
        ForwardedCertificateFormat.Rfc9440 => ForwardedHeaders.Rfc9440(der),
        ForwardedCertificateFormat.EnvoyXfcc => ForwardedHeaders.EnvoyXfcc(der),
        ForwardedCertificateFormat.EnvoyXfccAppended => ForwardedHeaders.EnvoyXfccWithoutNames(der),
        ForwardedCertificateFormat.TraefikList => ForwardedHeaders.TraefikList(der),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The values of a certificate and its chain: the header's and the chain headers'.</summary>
    public static (string Value, string[] Chain) Encode(this ForwardedCertificateFormat format, byte[] der, params byte[][] chain) =>
        format switch
        {
            ForwardedCertificateFormat.PercentEncodedPemChain => (ForwardedHeaders.PercentEncodedPemChain([der, .. chain]), []),
            ForwardedCertificateFormat.EnvoyXfcc => (ForwardedHeaders.EnvoyXfcc([der, .. chain]), []),
            ForwardedCertificateFormat.EnvoyXfccAppended => (ForwardedHeaders.EnvoyXfccWithoutNames([der, .. chain]), []),
            ForwardedCertificateFormat.TraefikList => (ForwardedHeaders.TraefikList([der, .. chain]), []),
            ForwardedCertificateFormat.Base64Der => (format.Encode(der), [ForwardedHeaders.Base64Der(chain)]),
            ForwardedCertificateFormat.Rfc9440 => (format.Encode(der), [ForwardedHeaders.Rfc9440(chain)]),
            _ => (format.Encode(der), [.. chain.Select(other => format.Encode(other))]),
        };

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
