using System.Security.Claims;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

/// <summary>What is JSON by its grammar, but no text: half of a surrogate pair, octets that are no UTF-8.</summary>
public sealed class CertificateConfirmationTextTests
{
    private const string AppendixA = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly CertificateConfirmation Confirmation = new(Certificate);

    private static IEnumerable<string> HalvesOfPairs()
    {
        string bound = $"\"x5t#S256\":\"{AppendixA}\"";
        foreach (string half in (string[])["""\ud800""", """\uDFFF""", """\udc00\ud800""", """a\ud83d""", """\ud800\ud800\udc00"""])
        {
            yield return $$"""{"{{half}}":1}""";
            yield return $$"""{"{{half}}":1,{{bound}}}""";
            yield return $$"""{{{bound}},"{{half}}":1}""";
            yield return $$"""{{{bound}},"jkt":"{{half}}"}""";
            yield return $$$"""{{{{bound}}},"jwk":{"{{{half}}}":[]}}""";
            yield return $$$"""{{{{bound}}},"jwk":{"kid":["{{{half}}}"]}}""";
            yield return $$"""{"x5t#S256{{half}}":"{{AppendixA}}"}""";
            yield return $$"""{"x5t#S256":"{{half}}"}""";
        }
    }

    [TestCaseSource(nameof(HalvesOfPairs))]
    public void Check_takes_half_of_a_surrogate_pair_for_malformed_in_every_form(string cnf)
    {
        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
        CertificateConfirmation.Check(Encoding.UTF8.GetBytes(cnf), Certificate.Thumbprint).Outcome
            .Should().Be(ConfirmationOutcome.Malformed);
        CertificateConfirmation.Check(JsonElement.Parse(cnf), Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
        CertificateConfirmation.Check(CreatePrincipal(cnf), Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }

    [TestCaseSource(nameof(HalvesOfPairs))]
    public void TryParse_refuses_half_of_a_surrogate_pair(string cnf) =>
        CertificateConfirmation.TryParse(cnf, out _).Should().BeFalse();

    [TestCaseSource(nameof(HalvesOfPairs))]
    public void TryAddTo_refuses_half_of_a_surrogate_pair(string cnf) =>
        Confirmation.TryAddTo(cnf, out _).Should().BeFalse();

    [Test]
    public void TryAddTo_does_not_write_another_character_for_half_of_a_surrogate_pair() =>
        Confirmation.TryAddTo($$"""{"a":"{{'\uD800'}}"}""", out _).Should().BeFalse();

    [Test]
    public void Check_reads_whole_surrogate_pairs() =>
        CertificateConfirmation.Check($$"""{"x5t#S256":"{{AppendixA}}","\ud83d\ude00":"\uD83D\uDE00"}""", Certificate.Thumbprint)
            .Outcome.Should().Be(ConfirmationOutcome.FurtherConfirmationRequired);

    [Test]
    public void Octets_in_a_document_that_are_not_UTF8_are_malformed_and_no_exception()
    {
        byte[] octets = [.. Encoding.ASCII.GetBytes($$"""{"x5t#S256":"{{AppendixA}}","a":" """), 0xFF, .. "\"}"u8];
        using JsonDocument document = JsonDocument.Parse(octets);

        CertificateConfirmation.Check(document.RootElement, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }

    private static ClaimsPrincipal CreatePrincipal(string cnf) => new(new ClaimsIdentity([new Claim("cnf", cnf)]));
}
