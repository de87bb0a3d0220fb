using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Trust;

namespace MtlsAuth.Tests.Authentication;

/// <summary>A server's further requirements can refuse who is authenticated otherwise, and nothing else.</summary>
public sealed class FurtherRequirementsTests
{
    private const string Unknown = "1.3.6.1.4.1.99999.1";

    private static readonly ClientCertificate Registered = Authenticating.Vector("a-self-signed");
    private static readonly ClientCertificate Stranger = Authenticating.Vector("p521-rfc7520-key");

    private static readonly Authenticating Subject = new() { Client = Authenticating.PubKeyClient(Registered) };

    [Test]
    public async Task Who_meets_them_all_is_authenticated_with_evidence_and_what_was_reported()
    {
        StubRequirement first = new(static () => ClientCertificateRequirementResult.Met("evidence", [new("odd", "a fact")]));
        StubRequirement second = new(static () => ClientCertificateRequirementResult.Met(new Version(1, 2), [new("odder")]));

        ClientAuthenticationResult result = await (Subject with { Requirements = [first, second] }).With(Registered);

        result.IsAuthenticated.Should().BeTrue();
        result.MatchedKey.Should().NotBeNull();
        result.GetEvidence<string>().Should().Be("evidence");
        result.GetEvidence<Version>().Should().Be(new Version(1, 2));
        result.GetEvidence<Uri>().Should().BeNull();
        result.ReportedFindings.Select(finding => finding.ToString()).Should().Equal("odd: a fact", "odder");
        result.FailureFinding.Should().BeNull();
    }

    [Test]
    public async Task Who_does_not_meet_one_is_refused_with_its_reason_and_evidence_and_the_next_is_not_asked()
    {
        StubRequirement refusing = new(static () => ClientCertificateRequirementResult.NotMet(
            new ClientCertificateFinding("no-role", "a fact"), "evidence", [new("odd")]));
        StubRequirement next = new(static () => ClientCertificateRequirementResult.Met());

        ClientAuthenticationResult result = await (Subject with { Requirements = [refusing, next] }).With(Registered);

        result.IsAuthenticated.Should().BeFalse();
        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RequirementNotMet);
        result.FailureDetail.Should().Be("no-role: a fact");
        result.FailureFinding!.Code.Should().Be("no-role");
        result.GetEvidence<string>().Should().Be("evidence");
        result.ReportedFindings.Should().ContainSingle();
        result.Error!.Error.Should().Be("invalid_client");
        result.Error.ErrorDescription.Should().Be("Client authentication failed");
        next.Asked.Should().Be(0);
    }

    [Test]
    public async Task Who_does_not_meet_one_that_gathers_and_reports_nothing_is_refused()
    {
        StubRequirement refusing = new(static () => ClientCertificateRequirementResult.NotMet(new ClientCertificateFinding("no-role")));

        ClientAuthenticationResult result = await (Subject with { Requirements = [refusing] }).With(Registered);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RequirementNotMet);
        result.FailureDetail.Should().Be("no-role");
        result.GetEvidence<object>().Should().BeNull();
        result.ReportedFindings.Should().BeEmpty();
    }

    [Test]
    public async Task A_stranger_is_refused_before_they_are_asked()
    {
        StubRequirement requirement = new(static () => ClientCertificateRequirementResult.Met("evidence"));

        ClientAuthenticationResult result = await (Subject with { Requirements = [requirement] }).With(Stranger);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
        result.GetEvidence<string>().Should().BeNull();
        result.ReportedFindings.Should().BeEmpty();
        requirement.Asked.Should().Be(0);
    }

    [TestCase(true, TestName = "A_requirement_that_throws_is_unavailable")]
    [TestCase(false, TestName = "A_requirement_that_returns_null_is_unavailable")]
    public async Task A_requirement_that_fails_is_unavailable(bool throws)
    {
        StubRequirement broken = new(() => throws ? throw new IOException("the register is down") : null!);

        ClientAuthenticationResult result = await (Subject with { Requirements = [broken] }).With(Registered);

        result.IsAuthenticated.Should().BeFalse();
        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RequirementUnavailable);
        result.FailureDetail.Should().Contain(throws ? "the register is down" : "returned null");
        result.Error!.StatusCode.Should().Be(503);
    }

    [Test]
    public async Task Cancellation_of_the_caller_is_passed_on()
    {
        using CancellationTokenSource source = new();
        StubRequirement cancelling = new(() =>
        {
            source.Cancel();
            throw new OperationCanceledException();
        });
        ClientCertificateAuthenticator authenticator = (Subject with { Requirements = [cancelling] }).Create();

        await FluentActions.Awaiting(() => authenticator.AuthenticateAsync(
                new() { ClientId = "c", Presented = PresentedCertificate.Of(Registered) }, source.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task An_extension_that_one_acts_upon_may_be_critical_in_the_clients_certificate()
    {
        StubRequirement acting = new(static () => ClientCertificateRequirementResult.Met()) { ProcessedExtensions = [Unknown] };

        ClientAuthenticationResult result = await AuthenticateAsync(Critical(Unknown), null, acting);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
        (await AuthenticateAsync(Critical(Unknown), null)).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.UnknownCriticalExtension);
    }

    [Test]
    public async Task An_extension_that_one_acts_upon_excuses_no_other()
    {
        StubRequirement acting = new(static () => ClientCertificateRequirementResult.Met()) { ProcessedExtensions = [Unknown] };

        ClientAuthenticationResult result = await AuthenticateAsync(Critical(Unknown, Unknown + ".1"), null, acting);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.UnknownCriticalExtension);
        result.FailureDetail.Should().Be(Unknown + ".1");
    }

    [Test]
    public async Task An_extension_that_one_acts_upon_must_not_be_critical_in_an_authority()
    {
        StubRequirement acting = new(static () => ClientCertificateRequirementResult.Met()) { ProcessedExtensions = [Unknown] };

        ClientAuthenticationResult result = await AuthenticateAsync([], Critical(Unknown), acting);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        result.FailureDetail.Should().Contain(Unknown);
    }

    [TestCase(null)]
    [TestCase("")]
    public void A_finding_has_a_code(string? code) =>
        FluentActions.Invoking(() => new ClientCertificateFinding(code!)).Should().Throw<ArgumentException>();

    [Test]
    public void A_refusal_has_a_finding() =>
        FluentActions.Invoking(() => ClientCertificateRequirementResult.NotMet(null!)).Should().Throw<ArgumentNullException>();

    private static X509Extension[] Critical(params string[] identifiers) =>
        [.. identifiers.Select(static identifier => new X509Extension(identifier, [5, 0], critical: true))];

    private static Task<ClientAuthenticationResult> AuthenticateAsync(
        X509Extension[] leaf, X509Extension[]? intermediate, params IReadOnlyList<IClientCertificateRequirement> requirements)
    {
        TestChain chain = new();
        return (chain with
        {
            Intermediate = chain.Intermediate.WithExtensions(intermediate ?? []),
            Leaf = chain.Leaf.WithExtensions(leaf),
        }).AuthenticateAsync(subject => subject with { Requirements = requirements });
    }
}
