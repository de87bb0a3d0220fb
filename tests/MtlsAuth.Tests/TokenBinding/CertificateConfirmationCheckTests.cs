using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class CertificateConfirmationCheckTests
{
    private const string AppendixA = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
    private const string Other = "v68ffgcPn6jdYpBfFY2nP4ShE2Yk-6_Mk5PI9yh6aes";
    private const string Key = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");

    private static IEnumerable<TestCaseData> Confirmations()
    {
        yield return Case("matches", $$"""{"x5t#S256":"{{AppendixA}}"}""", ConfirmationOutcome.Matches);
        yield return Case("white space around", $$""" { "x5t#S256" : "{{AppendixA}}" } """, ConfirmationOutcome.Matches);
        yield return Case("escaped name", $$"""{"x5t\u0023S256":"{{AppendixA}}"}""", ConfirmationOutcome.Matches);
        yield return Case("spare bits set", $$"""{"x5t#S256":"{{AppendixA[..^1]}}3"}""", ConfirmationOutcome.Matches);

        yield return Case("other certificate", $$"""{"x5t#S256":"{{Other}}"}""", ConfirmationOutcome.OtherCertificate);
        yield return Case(
            "other certificate and jkt", $$"""{"x5t#S256":"{{Other}}","jkt":"{{Key}}"}""",
            ConfirmationOutcome.OtherCertificate);

        yield return Case(
            "jkt as well", $$"""{"x5t#S256":"{{AppendixA}}","jkt":"{{Key}}"}""",
            ConfirmationOutcome.FurtherConfirmationRequired);
        yield return Case(
            "jkt before", $$"""{"jkt":"{{Key}}","x5t#S256":"{{AppendixA}}"}""",
            ConfirmationOutcome.FurtherConfirmationRequired);
        yield return Case(
            "unknown as well", $$"""{"x5t#S256":"{{AppendixA}}","n":null}""",
            ConfirmationOutcome.FurtherConfirmationRequired);

        yield return Case("jkt alone", $$"""{"jkt":"{{Key}}"}""", ConfirmationOutcome.UnknownMethod);
        yield return Case("SHA-1", """{"x5t":"T8Qp8fPmVYqb9iHyzQUaAbxBedY"}""", ConfirmationOutcome.UnknownMethod);
        yield return Case("other case", $$"""{"x5t#s256":"{{AppendixA}}"}""", ConfirmationOutcome.UnknownMethod);
        yield return Case("inside another member", $$$"""{"jwk":{"x5t#S256":"{{{AppendixA}}}"}}""", ConfirmationOutcome.UnknownMethod);

        yield return Malformed("empty text", "");
        yield return Malformed("no JSON", "x");
        yield return Malformed("null", "null");
        yield return Malformed("string", $"\"{AppendixA}\"");
        yield return Malformed("array", $$"""[{"x5t#S256":"{{AppendixA}}"}]""");
        yield return Malformed("empty object", "{}");
        yield return Malformed("open object", $$"""{"x5t#S256":"{{AppendixA}}" """);
        yield return Malformed("text behind", $$"""{"x5t#S256":"{{AppendixA}}"} {}""");
        yield return Malformed("comment", $$"""{/**/"x5t#S256":"{{AppendixA}}"}""");
        yield return Malformed("trailing comma", $$"""{"x5t#S256":"{{AppendixA}}",}""");
        yield return Malformed("byte order mark", $$"""{{"\uFEFF"}}{"x5t#S256":"{{AppendixA}}"}""");
        yield return Malformed("twice", $$"""{"x5t#S256":"{{AppendixA}}","x5t#S256":"{{AppendixA}}"}""");
        yield return Malformed("twice, once escaped", $$"""{"x5t#S256":"{{AppendixA}}","x5t\u0023S256":"{{Other}}"}""");
        yield return Malformed("jkt twice", $$"""{"x5t#S256":"{{AppendixA}}","jkt":"{{Key}}","jkt":"{{Other}}"}""");
        yield return Malformed("jkt alone, twice", $$"""{"jkt":"{{Key}}","jkt":"{{Other}}"}""");
        yield return Malformed("number", """{"x5t#S256":1}""");
        yield return Malformed("null value", """{"x5t#S256":null}""");
        yield return Malformed("array value", $$"""{"x5t#S256":["{{AppendixA}}"]}""");
        yield return Malformed("empty value", """{"x5t#S256":""}""");
        yield return Malformed("padding", $$"""{"x5t#S256":"{{AppendixA}}="}""");
        yield return Malformed("padding inside 43", $$"""{"x5t#S256":"{{AppendixA[..^1]}}="}""");
        yield return Malformed("space behind", $$"""{"x5t#S256":"{{AppendixA}} "}""");
        yield return Malformed("space inside 43", $$"""{"x5t#S256":"{{AppendixA[..^1]}} "}""");
        yield return Malformed("escaped line break", $$"""{"x5t#S256":"{{AppendixA[..^1]}}\n"}""");
        yield return Malformed("escaped character", $$"""{"x5t#S256":"\u0041{{AppendixA[1..]}}"}""");
        yield return Malformed("lone surrogate", """{"x5t#S256":"\ud800"}""");
        yield return Malformed("lone surrogate elsewhere", $$"""{"x5t#S256":"{{AppendixA}}","jkt":"\ud800"}""");
        yield return Malformed("lone surrogate as name", """{"\ud800":1}""");
        yield return Malformed("lone surrogate as name before", $$"""{"\udfff":1,"x5t#S256":"{{AppendixA}}"}""");
        yield return Malformed("lone surrogate as name behind", $$"""{"x5t#S256":"{{AppendixA}}","jkt\udc00":1}""");
        yield return Malformed("lone surrogate in a nested name", $$$"""{"x5t#S256":"{{{AppendixA}}}","jwk":{"\ud800":1}}""");
        yield return Malformed("42 characters", $$"""{"x5t#S256":"{{AppendixA[..^1]}}"}""");
        yield return Malformed("44 characters", $$"""{"x5t#S256":"{{AppendixA}}A"}""");
        yield return Malformed("base64", """{"x5t#S256":"v68ffgcPn6jdYpBfFY2nP4ShE2Yk+6/Mk5PI9yh6aes"}""");
        yield return Malformed("hex", $$"""{"x5t#S256":"{{Convert.ToHexString(Certificate.Thumbprint.ToArray())}}"}""");
        yield return Malformed("letter outside ASCII", $$"""{"x5t#S256":"{{AppendixA[..^1]}}é"}""");
        yield return Malformed("too deep", $$"""{"x5t#S256":"{{AppendixA}}","a":{{new string('[', 16)}}{{new string(']', 16)}}}""");
        yield return Malformed("very deep", $$"""{"x5t#S256":"{{AppendixA}}","a":{{new string('[', 4_000)}}""");
        yield return Malformed("too long", $$"""{"x5t#S256":"{{AppendixA}}"{{new string(' ', 8_192)}}}""");
        yield return Malformed("too long by a member", $$"""{"x5t#S256":"{{AppendixA}}","jwk":"{{new string('x', 8_192)}}"}""");

        static TestCaseData Malformed(string name, string cnf) => Case(name, cnf, ConfirmationOutcome.Malformed);

        static TestCaseData Case(string name, string cnf, ConfirmationOutcome expected) =>
            new TestCaseData(cnf, expected).SetArgDisplayNames(name, expected.ToString());
    }

    [TestCaseSource(nameof(Confirmations))]
    public void Check_decides_for_UTF8(string cnf, ConfirmationOutcome expected) =>
        CertificateConfirmation.Check(Encoding.UTF8.GetBytes(cnf), Certificate.Thumbprint).Outcome.Should().Be(expected);

    [TestCaseSource(nameof(Confirmations))]
    public void Check_decides_for_text_as_for_UTF8(string cnf, ConfirmationOutcome expected) =>
        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(expected);

    private static IEnumerable<TestCaseData> ConfirmationsThatAreJson() =>
        Confirmations().Where(data => ParseLeniently((string)data.Arguments[0]!) is not null);

    [TestCaseSource(nameof(ConfirmationsThatAreJson))]
    public void Check_decides_for_a_JsonElement_as_for_UTF8(string cnf, ConfirmationOutcome expected)
    {
        using JsonDocument document = ParseLeniently(cnf)!;

        CertificateConfirmation.Check(document.RootElement, Certificate.Thumbprint).Outcome.Should().Be(expected);
    }

    [TestCase($$"""{"x5t#S256":"{{AppendixA}}"}""", ConfirmationOutcome.NoCertificate)]
    [TestCase($$"""{"x5t#S256":"{{AppendixA}}","jkt":"{{Key}}"}""", ConfirmationOutcome.NoCertificate)]
    [TestCase($$"""{"jkt":"{{Key}}"}""", ConfirmationOutcome.UnknownMethod)]
    [TestCase("""{"x5t#S256":"short"}""", ConfirmationOutcome.Malformed)]
    [TestCase(null, ConfirmationOutcome.NotBound)]
    public void Check_decides_without_certificate(string? cnf, ConfirmationOutcome expected) =>
        CertificateConfirmation.Check(cnf, null).Outcome.Should().Be(expected);

    [Test]
    public void Check_tells_a_token_without_cnf_from_a_bound_one()
    {
        CertificateConfirmation.Check((string?)null, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.NotBound);
        CertificateConfirmation.Check(default(JsonElement), Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.NotBound);
    }

    [Test]
    public void Check_refuses_octets_that_are_not_UTF8()
    {
        byte[] cnf = [.. "{\"x5t#S256\":\""u8, .. Encoding.ASCII.GetBytes(AppendixA), .. "\",\"a\":\""u8, 0xFF, .. "\"}"u8];

        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }

    [Test]
    public void Check_refuses_text_with_a_lone_surrogate() =>
        CertificateConfirmation.Check($$"""{"x5t#S256":"{{AppendixA}}","{{'\uD800'}}":1}""", Certificate.Thumbprint)
            .Outcome.Should().Be(ConfirmationOutcome.Malformed);

    [Test]
    public void Check_reads_the_sample_of_RFC_8705_though_its_spare_bits_are_set()
    {
        JsonElement vector = TestVectors.ReadJson("rfc8705-3.1-example-cnf.json");
        JsonElement cnf = vector.GetProperty("jwt_claims").GetProperty("cnf");
        string canonical = vector.GetProperty("expected").GetProperty("canonical_form_of_same_octets").GetString()!;

        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.OtherCertificate);
        CertificateConfirmation.Check(cnf, CertificateThumbprint.Parse(canonical)).Outcome.Should().Be(ConfirmationOutcome.Matches);
    }

    [Test]
    public void Check_reads_the_introspection_sample_of_RFC_8705()
    {
        JsonElement cnf = TestVectors.ReadJson("rfc8705-3.1-example-cnf.json").GetProperty("introspection_response").GetProperty("cnf");

        CertificateConfirmation.Check(cnf, null).Outcome.Should().Be(ConfirmationOutcome.NoCertificate);
    }

    [TestCase(AppendixA, ConfirmationOutcome.Matches)]
    [TestCase(Other, ConfirmationOutcome.OtherCertificate)]
    [TestCase(AppendixA + "=", ConfirmationOutcome.Malformed)]
    [TestCase("", ConfirmationOutcome.Malformed)]
    [TestCase("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v\u0130", ConfirmationOutcome.Malformed)]
    public void CheckThumbprint_decides(string x5tS256, ConfirmationOutcome expected) =>
        CertificateConfirmation.CheckThumbprint(x5tS256, Certificate.Thumbprint).Outcome.Should().Be(expected);

    [Test]
    public void CheckThumbprint_wants_a_certificate() =>
        CertificateConfirmation.CheckThumbprint(AppendixA, null).Outcome.Should().Be(ConfirmationOutcome.NoCertificate);

    private static JsonDocument? ParseLeniently(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8_000 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
