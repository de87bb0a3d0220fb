using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MtlsAuth.TokenBinding;

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

        (await CheckAsync(context => context.CheckCertificateConfirmation(cnf), isOwn)).Should().Be((expected, level));
    }

    [Test]
    public async Task CheckCertificateConfirmation_compares_text() =>
        (await CheckAsync(static context => context.CheckCertificateConfirmation(ClientCertificates.BoundToOwn), isOwn: true))
            .Should().Be((ConfirmationOutcome.Matches, LogLevel.Debug));

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
