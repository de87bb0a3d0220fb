using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class RefreshTokenBindingTests
{
    private const string Json =
        """{"bound_to":"certificate","x5t#S256":"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0",""" +
        "\"jwk_thumbprint\":\"Fvi_j8Immo6AlgIwpZKqaXnNP_9b09pLKkQHObRebQY\"}";

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly ClientCertificate OtherCertificate = TestVectors.ReadCertificate("rfc9440-client.pem");
    private static readonly TokenBindingPolicy Strict = new();
    private static readonly TokenBindingPolicy Renewable = new() { AcceptRenewedCertificates = true };

    [Test]
    public void Check_accepts_the_same_certificate() =>
        Strict.Check(RefreshTokenBinding.To(Certificate), PresentedCertificate.Of(Certificate))
            .Outcome.Should().Be(RefreshTokenBindingOutcome.SameCertificate);

    [Test]
    public void Check_accepts_the_same_certificate_as_itself_where_renewed_ones_pass() =>
        Renewable.Check(RefreshTokenBinding.To(Certificate), PresentedCertificate.Of(Certificate))
            .Outcome.Should().Be(RefreshTokenBindingOutcome.SameCertificate);

    [Test]
    public void Check_wants_a_certificate() =>
        Renewable.Check(RefreshTokenBinding.To(Certificate), PresentedCertificate.None())
            .Outcome.Should().Be(RefreshTokenBindingOutcome.NoCertificate);

    [Test]
    public void Check_takes_a_certificate_that_is_refused_for_none() =>
        Renewable.Check(
                RefreshTokenBinding.To(Certificate), PresentedCertificate.Refused(CertificateFormatError.TrailingData, Certificate.RawData))
            .Outcome.Should().Be(RefreshTokenBindingOutcome.NoCertificate);

    [Test]
    public void Check_refuses_a_certificate_over_another_key() =>
        Renewable.Check(RefreshTokenBinding.To(Certificate), PresentedCertificate.Of(OtherCertificate))
            .Outcome.Should().Be(RefreshTokenBindingOutcome.OtherCertificate);

    [Test]
    public void Check_accepts_a_renewed_certificate_only_if_the_policy_says_so()
    {
        using ECDsa key = TestKeys.CreateP256();
        TestCertificateBuilder certificate = TestCertificates.Ec().WithKey(key);
        RefreshTokenBinding binding = RefreshTokenBinding.To(certificate.Create().ClientCertificate);
        ClientCertificate renewed = certificate.Create().ClientCertificate;

        Strict.Check(binding, PresentedCertificate.Of(renewed)).Outcome.Should().Be(RefreshTokenBindingOutcome.OtherCertificate);
        Renewable.Check(binding, PresentedCertificate.Of(renewed)).Outcome.Should().Be(RefreshTokenBindingOutcome.RenewedCertificate);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Check_leaves_confidential_clients_to_their_authentication(bool certificate) =>
        Strict.Check(RefreshTokenBinding.ClientOnly, certificate ? PresentedCertificate.Of(OtherCertificate) : PresentedCertificate.None())
            .Outcome.Should().Be(RefreshTokenBindingOutcome.ClientOnly);

    [Test]
    public void Check_does_not_take_a_lost_binding_for_none() =>
        FluentActions.Invoking(() => Strict.Check(null!, PresentedCertificate.Of(Certificate))).Should().Throw<ArgumentNullException>();

    [TestCase(RefreshTokenBindingOutcome.SameCertificate)]
    [TestCase(RefreshTokenBindingOutcome.RenewedCertificate)]
    [TestCase(RefreshTokenBindingOutcome.ClientOnly)]
    public void Error_is_null_for_what_is_accepted(RefreshTokenBindingOutcome outcome) =>
        new RefreshTokenBindingResult(outcome).Error.Should().BeNull();

    [TestCase(RefreshTokenBindingOutcome.NoCertificate)]
    [TestCase(RefreshTokenBindingOutcome.OtherCertificate)]
    [TestCase((RefreshTokenBindingOutcome)99)]
    public void Error_is_invalid_grant_for_all_else(RefreshTokenBindingOutcome outcome) =>
        new RefreshTokenBindingResult(outcome).Error
            .Should().BeEquivalentTo(new OAuthError("invalid_grant", "The grant is not valid for this client", 400));

    [Test]
    public void A_result_that_nobody_made_refuses() => default(RefreshTokenBindingResult).Error.Should().NotBeNull();

    [Test]
    public void ToJson_writes_both_thumbprints() => RefreshTokenBinding.To(Certificate).ToJson().Should().Be(Json);

    [Test]
    public void ToJson_writes_that_there_is_no_certificate() =>
        RefreshTokenBinding.ClientOnly.ToJson().Should().Be("""{"bound_to":"client"}""");

    [Test]
    public void TryParse_reads_a_binding_to_a_certificate()
    {
        RefreshTokenBinding.TryParse(Json, out RefreshTokenBinding? binding).Should().BeTrue();

        binding.Should().BeEquivalentTo(RefreshTokenBinding.To(Certificate));
    }

    [Test]
    public void TryParse_reads_a_binding_to_the_client()
    {
        RefreshTokenBinding.TryParse("""{"bound_to":"client"}""", out RefreshTokenBinding? binding).Should().BeTrue();

        binding!.IsClientOnly.Should().BeTrue();
    }

    [Test]
    public void TryParse_reads_512_characters() =>
        RefreshTokenBinding.TryParse(Json.PadRight(512), out _).Should().BeTrue();

    private static IEnumerable<TestCaseData> BadTexts()
    {
        string?[] texts =
        [
            null,
            "",
            "null",
            "[]",
            "{}",
            """{"bound_to":null}""",
            """{"bound_to":1}""",
            """{"bound_to":{}}""",
            """{"bound_to\ud800":"client"}""",
            """{"bound_to":"nobody"}""",
            """{"bound_to":"certificate"}""",
            """{"bound_to":"client","bound_to":"client"}""",
            """{"bound_to":"client","bound_to_too":"certificate"}""",
            """{"bound_to":"\ud800"}""",
            Json.Replace("certificate", "client"),
            Json.Replace("A4Dt", "A4Dt="),
            Json.Replace("Fvi_", "Fvi/"),
            Json.Replace("}", ",\"more\":1}"),
            Json.Replace("\"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0\"", new string('1', 43)),
            Json.Replace("\"Fvi_j8Immo6AlgIwpZKqaXnNP_9b09pLKkQHObRebQY\"", "[]"),
            Json.Replace("\"jwk_thumbprint\"", "\"jkt\""),
            Json.PadRight(513),
        ];
        return texts.Select(text => new TestCaseData(text));
    }

    [TestCaseSource(nameof(BadTexts))]
    public void TryParse_refuses_all_else(string? json)
    {
        RefreshTokenBinding.TryParse(json, out RefreshTokenBinding? binding).Should().BeFalse();

        binding.Should().BeNull();
    }
}
