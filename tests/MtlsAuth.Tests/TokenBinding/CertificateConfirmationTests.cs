using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class CertificateConfirmationTests
{
    private const string Json = """{"x5t#S256":"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"}""";
    private const string OtherJson = """{"x5t#S256":"v68ffgcPn6jdYpBfFY2nP4ShE2Yk-6_Mk5PI9yh6aes"}""";

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly CertificateConfirmation Confirmation = new(Certificate);

    [Test]
    public void Constructor_takes_the_thumbprint_of_the_certificate() => Confirmation.Thumbprint.Should().Be(Certificate.Thumbprint);

    [Test]
    public void Constructor_wants_a_certificate() =>
        FluentActions.Invoking(() => new CertificateConfirmation((ClientCertificate)null!)).Should().Throw<ArgumentNullException>();

    [Test]
    public void ToJson_writes_the_value_of_RFC_8705_appendix_A() => Confirmation.ToJson().Should().Be(Json);

    [Test]
    public void ToDictionary_holds_the_one_member() => Confirmation.ToDictionary().Should().Equal(
        new Dictionary<string, object> { ["x5t#S256"] = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0" });

    [Test]
    public void TryParse_reads_what_ToJson_writes()
    {
        CertificateConfirmation.TryParse(Json, out CertificateConfirmation? confirmation).Should().BeTrue();

        confirmation!.Thumbprint.Should().Be(Certificate.Thumbprint);
    }

    [Test]
    public void TryParse_reads_the_certificate_beside_other_members()
    {
        CertificateConfirmation.TryParse(Json.Replace("}", ""","jkt":"x"}"""), out CertificateConfirmation? confirmation).Should().BeTrue();

        confirmation!.Thumbprint.Should().Be(Certificate.Thumbprint);
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"jkt":"x"}""")]
    [TestCase("""{"x5t#S256":"x"}""")]
    [TestCase("""{"\ud800":1}""")]
    [TestCase("""{"x5t\ud800S256":1}""")]
    public void TryParse_refuses_a_cnf_without_certificate(string cnf)
    {
        CertificateConfirmation.TryParse(cnf, out CertificateConfirmation? confirmation).Should().BeFalse();

        confirmation.Should().BeNull();
    }

    [Test]
    public void TryAddTo_makes_a_new_cnf_where_there_is_none()
    {
        Confirmation.TryAddTo(null, out string? text).Should().BeTrue();

        text.Should().Be(Json);
    }

    [TestCase("{}", Json)]
    [TestCase(Json, Json)]
    [TestCase("""{"jkt":"x"}""", """{"jkt":"x","x5t#S256":"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"}""")]
    [TestCase(
        """{ "jwk": {"kty":"EC"}, "n": 1.50 }""",
        """{"jwk":{"kty":"EC"},"n":1.50,"x5t#S256":"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"}""")]
    public void TryAddTo_keeps_other_members(string cnf, string expected)
    {
        Confirmation.TryAddTo(cnf, out string? text).Should().BeTrue();

        text.Should().Be(expected);
    }

    [TestCase(OtherJson)]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("""{"x5t#S256":1}""")]
    [TestCase("""{"jkt":"x","jkt":"y"}""")]
    public void TryAddTo_refuses_what_is_malformed_or_bound_otherwise(string cnf)
    {
        Confirmation.TryAddTo(cnf, out string? result).Should().BeFalse();

        result.Should().BeNull();
    }

    [Test]
    public void TryAddTo_refuses_a_cnf_that_is_too_long() =>
        Confirmation.TryAddTo($$"""{"a":"{{new string('x', 8_192)}}"}""", out _).Should().BeFalse();
}
