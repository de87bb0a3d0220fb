using MtlsAuth.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Certificates;

public sealed class CertificateThumbprintTests
{
    private const string Text = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

    [Test]
    public void Parse_gives_back_the_text_and_the_octets()
    {
        CertificateThumbprint thumbprint = CertificateThumbprint.Parse(Text);

        thumbprint.ToString().Should().Be(Text);
        thumbprint.Should().Be(new CertificateThumbprint(thumbprint.ToArray()));
    }

    [TestCaseSource(typeof(JwkThumbprintTests), nameof(JwkThumbprintTests.Malformed))]
    public void TryParse_refuses(string text)
    {
        CertificateThumbprint.TryParse(text, out CertificateThumbprint thumbprint).Should().BeFalse();

        thumbprint.Should().Be(default(CertificateThumbprint));
    }

    [TestCaseSource(typeof(JwkThumbprintTests), nameof(JwkThumbprintTests.Malformed))]
    public void Parse_throws(string text)
    {
        Action parse = () => CertificateThumbprint.Parse(text);

        parse.Should().Throw<FormatException>();
    }

    [TestCase(31)]
    [TestCase(33)]
    public void Constructor_refuses_another_length(int length)
    {
        Action construct = () => _ = new CertificateThumbprint(new byte[length]);

        construct.Should().Throw<ArgumentException>().WithParameterName("octets");
    }

    [Test]
    public void Equals_compares_all_octets()
    {
        CertificateThumbprint thumbprint = CertificateThumbprint.Parse(Text);
        CertificateThumbprint same = CertificateThumbprint.Parse(Text);

        (thumbprint == same).Should().BeTrue();
        (thumbprint != same).Should().BeFalse();
        thumbprint.Equals((object)same).Should().BeTrue();
        thumbprint.Equals("text").Should().BeFalse();
        thumbprint.GetHashCode().Should().Be(same.GetHashCode());
        for (int i = 0; i < 32; i++)
        {
            byte[] octets = thumbprint.ToArray();
            octets[i] ^= 1;

            (new CertificateThumbprint(octets) == thumbprint).Should().BeFalse();
            (new CertificateThumbprint(octets) != thumbprint).Should().BeTrue();
        }
    }
}
