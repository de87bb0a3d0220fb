using System.Security.Claims;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

/// <summary>Names: of the members besides <c>x5t#S256</c>, which one reading gives along with the outcome, and of the claim.</summary>
public sealed class CertificateConfirmationMembersTests
{
    private const string AppendixA = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");

    [TestCase($$"""{"x5t#S256":"{{AppendixA}}"}""", ConfirmationOutcome.Matches)]
    [TestCase($$""" {"x5t#S256":"{{AppendixA}}"}""", ConfirmationOutcome.Matches)]
    [TestCase($$"""{"jkt":"A","x5t#S256":"{{AppendixA}}","kid":1}""", ConfirmationOutcome.FurtherConfirmationRequired, "jkt", "kid")]
    [TestCase($$"""{"\u006akt":"A","x5t\u0023S256":"{{AppendixA}}"}""", ConfirmationOutcome.FurtherConfirmationRequired, "jkt")]
    [TestCase("""{"jkt":"A"}""", ConfirmationOutcome.UnknownMethod, "jkt")]
    [TestCase($$"""{"X5T#S256":"{{AppendixA}}"}""", ConfirmationOutcome.UnknownMethod, "X5T#S256")]
    [TestCase("""{"jkt":"A","x5t#S256":1}""", ConfirmationOutcome.Malformed)]
    [TestCase("""{"jkt":"A","jkt":"A"}""", ConfirmationOutcome.Malformed)]
    [TestCase("{}", ConfirmationOutcome.Malformed)]
    public void Check_names_the_other_members(string cnf, ConfirmationOutcome expected, params string[] members)
    {
        ClaimsPrincipal principal = CreatePrincipal(("cnf", cnf));

        Check(CertificateConfirmation.Check(cnf, Certificate.Thumbprint));
        Check(CertificateConfirmation.Check(principal, Certificate.Thumbprint));
        if (ParseLeniently(cnf) is { } json)
        {
            Check(CertificateConfirmation.Check(json, Certificate.Thumbprint));
        }

        void Check(ConfirmationResult result)
        {
            result.Outcome.Should().Be(expected);
            result.OtherMembers.Should().Equal(members);
        }
    }

    [Test]
    public void Check_names_no_members_of_a_token_without_cnf()
    {
        ConfirmationResult[] results =
        [
            CertificateConfirmation.Check((string?)null, Certificate.Thumbprint),
            CertificateConfirmation.Check(default(JsonElement), Certificate.Thumbprint),
            CertificateConfirmation.Check(CreatePrincipal(), Certificate.Thumbprint),
        ];

        results.Should().OnlyContain(result => result.Outcome == ConfirmationOutcome.NotBound && result.OtherMembers.Count == 0);
    }

    [Test]
    public void A_result_that_nobody_made_lets_no_token_pass() =>
        default(ConfirmationResult).Outcome.Should().Be(ConfirmationOutcome.Malformed);

    // RFC 7519 §4: names of claims are compared as they are.
    [TestCase("CNF")]
    [TestCase("Cnf")]
    [TestCase("cnf ")]
    public void Check_reads_only_the_claim_of_this_name(string name)
    {
        string cnf = $$"""{"x5t#S256":"{{AppendixA}}"}""";

        CertificateConfirmation.Check(CreatePrincipal((name, cnf)), Certificate.Thumbprint).Outcome
            .Should().Be(ConfirmationOutcome.NotBound);
        CertificateConfirmation.Check(CreatePrincipal((name, "[]"), ("cnf", cnf)), Certificate.Thumbprint)
            .Outcome.Should().Be(ConfirmationOutcome.Matches);
    }

    private static ClaimsPrincipal CreatePrincipal(params (string Name, string Value)[] claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Name, claim.Value))));

    private static JsonElement? ParseLeniently(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
