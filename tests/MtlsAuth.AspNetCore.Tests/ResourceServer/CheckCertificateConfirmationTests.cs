using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

[Parallelizable(ParallelScope.All)]
public sealed class CheckCertificateConfirmationTests
{
    [TestCase("""{"active":true,"cnf":CNF}""", true, ConfirmationOutcome.Matches, LogLevel.Debug)]
    [TestCase("""{"active":true}""", true, ConfirmationOutcome.NotBound, LogLevel.Debug)]
    [TestCase("""{"active":true,"cnf":CNF}""", false, ConfirmationOutcome.OtherCertificate, LogLevel.Warning)]
    [TestCase("""{"active":true,"cnf":null}""", true, ConfirmationOutcome.Malformed, LogLevel.Warning)]
    [TestCase("""{"active":true,"cnf":{"jkt":"A"}}""", true, ConfirmationOutcome.UnknownMethod, LogLevel.Warning)]
    public async Task CheckCertificateConfirmation_compares_an_introspection_response(
        string introspection, bool isOwn, ConfirmationOutcome expected, LogLevel level)
    {
        using JsonDocument response = JsonDocument.Parse(introspection.Replace("CNF", ClientCertificates.BoundToOwn));
        response.RootElement.TryGetProperty("cnf", out JsonElement cnf);

        (await CheckAsync(context => context.CheckCertificateConfirmation(cnf).Outcome, isOwn)).Should().Be((expected, level));
    }

    [Test]
    public async Task CheckCertificateConfirmation_compares_text() =>
        (await CheckAsync(static context => context.CheckCertificateConfirmation(ClientCertificates.BoundToOwn).Outcome, isOwn: true))
            .Should().Be((ConfirmationOutcome.Matches, LogLevel.Debug));

    [Test]
    public async Task CheckCertificateConfirmation_takes_octets_that_are_not_UTF8_for_malformed()
    {
        byte[] octets = [.. Encoding.ASCII.GetBytes(ClientCertificates.BoundToOwn[..^1]), .. ",\"a\":\""u8, 0xFF, .. "\"}"u8];
        using JsonDocument cnf = JsonDocument.Parse(octets);

        (await CheckAsync(context => context.CheckCertificateConfirmation(cnf.RootElement).Outcome, isOwn: true))
            .Should().Be((ConfirmationOutcome.Malformed, LogLevel.Warning));
    }

    [TestCase("""{"active":true,"cnf":CNF}""", false, ConfirmationOutcome.Matches)]
    [TestCase("""{"active":true,"cnf":{"jkt":"A"}}""", false, ConfirmationOutcome.UnknownMethod)]
    [TestCase("""{"active":true}""", true, ConfirmationOutcome.Matches)]
    [TestCase("""{"active":true,"cnf":null}""", true, ConfirmationOutcome.UnknownMethod)]
    public async Task IsCertificateBindingSatisfied_decides_by_an_introspection_response(
        string introspection, bool allowUnbound, ConfirmationOutcome expected)
    {
        using JsonDocument response = JsonDocument.Parse(introspection.Replace("CNF", ClientCertificates.BoundToOwn));
        response.RootElement.TryGetProperty("cnf", out JsonElement cnf);
        CertificateBindingOptions rules = new() { AllowUnboundTokens = allowUnbound };

        (ConfirmationOutcome outcome, _) = await CheckAsync(
            context => context.IsCertificateBindingSatisfied(cnf, rules) ? ConfirmationOutcome.Matches : ConfirmationOutcome.UnknownMethod,
            isOwn: true);

        outcome.Should().Be(expected);
    }

    private static async Task<(ConfirmationOutcome Outcome, LogLevel Level)> CheckAsync(
        Func<HttpContext, ConfirmationOutcome> check, bool isOwn)
    {
        await using ResourceServerHost server = await ResourceServerHost.StartAsync(
            static services => services.AddMtlsCertificates(),
            application => application.MapGet("/", (HttpContext context) => check(context).ToString()));
        HttpClient client = server.CreateClient(isOwn ? ClientCertificates.Own : ClientCertificates.Foreign);

        using HttpResponseMessage response = await client.GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return (Enum.Parse<ConfirmationOutcome>(await response.Content.ReadAsStringAsync()), server.Log.Single().Level);
    }
}
