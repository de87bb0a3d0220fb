using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using MtlsAuth.AspNetCore.JwtBearer;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

[Parallelizable(ParallelScope.All)]
public sealed class CertificateBindingTests
{
    private const string Refusal =
        "Bearer error=\"invalid_token\", error_description=\"The access token is not bound to the presented client certificate\"";

    private static IEnumerable<TestCaseData> RefusedBoundTokens()
    {
        string own = ClientCertificates.OwnThumbprint;
        yield return Case(
            "other certificate", ClientCertificates.BoundToOwn, ClientCertificates.Foreign, ConfirmationOutcome.OtherCertificate);
        yield return Case("renewed", ClientCertificates.BoundToOwn, ClientCertificates.Renewed, ConfirmationOutcome.OtherCertificate);
        yield return Case("no certificate", ClientCertificates.BoundToOwn, null, ConfirmationOutcome.NoCertificate);
        yield return Case("jkt only", ClientCertificates.BoundToKey, ClientCertificates.Own, ConfirmationOutcome.UnknownMethod);
        yield return Case(
            "jkt too", ClientCertificates.BoundToOwnAndKey, ClientCertificates.Own, ConfirmationOutcome.FurtherConfirmationRequired);
        yield return Malformed("empty object", "{}");
        yield return Malformed("empty array", "[]");
        yield return Malformed("array", $"[{ClientCertificates.BoundToOwn}]");
        yield return Malformed("null", "null");
        yield return Malformed("number", "5");
        yield return Malformed("text", "\"" + own + "\"");
        yield return Malformed("object in text", JsonSerializer.Serialize(ClientCertificates.BoundToOwn));
        yield return Malformed("padded", $$"""{"x5t#S256":"{{own}}="}""");
        yield return Malformed("short", $$"""{"x5t#S256":"{{own[1..]}}"}""");
        yield return Malformed("no text", """{"x5t#S256":null}""");

        static TestCaseData Malformed(string name, string cnf) => Case(name, cnf, ClientCertificates.Own, ConfirmationOutcome.Malformed);

        static TestCaseData Case(string name, string cnf, X509Certificate2? certificate, ConfirmationOutcome outcome) =>
            new TestCaseData(cnf, certificate, outcome).SetArgDisplayNames(name);
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task AddCertificateBinding_lets_a_token_pass_with_its_certificate(string version)
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await server
            .CreateClient(ClientCertificates.Own, AccessToken.Create(ClientCertificates.BoundToOwn), Version.Parse(version)).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        server.Log.Should().ContainSingle().Which.Should().Match<FakeLogRecord>(
            record => record.Id.Id == 20 && record.Level == LogLevel.Debug && record.Message.EndsWith("Matches"));
    }

    [TestCaseSource(nameof(RefusedBoundTokens))]
    public async Task AddCertificateBinding_refuses_a_token(string cnf, X509Certificate2? certificate, ConfirmationOutcome outcome)
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await server.CreateClient(certificate, AccessToken.Create(cnf)).GetAsync("/");

        ShouldBeRefused(server, response, outcome);
    }

    [TestCaseSource(nameof(RefusedBoundTokens))]
    public async Task AddCertificateBinding_refuses_a_token_although_unbound_ones_pass(
        string cnf, X509Certificate2? certificate, ConfirmationOutcome outcome)
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AllowUnboundTokens = true);

        using HttpResponseMessage response = await server.CreateClient(certificate, AccessToken.Create(cnf)).GetAsync("/");

        ShouldBeRefused(server, response, outcome);
    }

    [Test]
    public async Task AddCertificateBinding_refuses_an_unbound_token()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await server.CreateClient(ClientCertificates.Own, AccessToken.Create(null)).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.NotBound);
    }

    [Test]
    public async Task AddCertificateBinding_refuses_over_HTTP_1_as_well()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwn), HttpVersion.Version11).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.OtherCertificate);
    }

    [Test]
    public async Task AddCertificateBinding_lets_an_unbound_token_pass_if_that_is_allowed()
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AllowUnboundTokens = true);

        using HttpResponseMessage response = await server.CreateClient(null, AccessToken.Create(null)).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task AddCertificateBinding_lets_members_pass_that_are_checked_elsewhere(
        [Values(ClientCertificates.BoundToKey, null)] string? cnf)
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.MembersCheckedElsewhere.Add("jkt"));

        using HttpResponseMessage response = await server
            .CreateClient(ClientCertificates.Own, AccessToken.Create(cnf ?? ClientCertificates.BoundToOwnAndKey)).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("""{"jkt":"A","kid":"B"}""", ConfirmationOutcome.UnknownMethod)]
    [TestCase("""{"x5t#S256":"OWN","jkt":"A","kid":"B"}""", ConfirmationOutcome.FurtherConfirmationRequired)]
    public async Task AddCertificateBinding_refuses_members_that_are_not_among_those_checked_elsewhere(
        string cnf, ConfirmationOutcome outcome)
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.MembersCheckedElsewhere.Add("jkt"));

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Own, AccessToken.Create(cnf.Replace("OWN", ClientCertificates.OwnThumbprint))).GetAsync("/");

        ShouldBeRefused(server, response, outcome);
    }

    [Test]
    public async Task AddCertificateBinding_compares_the_certificate_whatever_is_checked_elsewhere()
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.MembersCheckedElsewhere.Add("jkt"));

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwnAndKey)).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.OtherCertificate);
    }

    [Test]
    public async Task AddCertificateBinding_reads_encrypted_tokens()
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AllowUnboundTokens = true);

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwn, isEncrypted: true)).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.OtherCertificate);
    }

    [TestCaseSource(nameof(RefusedBoundTokens))]
    public async Task AddCertificateBinding_refuses_a_token_of_the_older_handler_although_unbound_ones_pass(
        string cnf, X509Certificate2? certificate, ConfirmationOutcome outcome)
    {
        await using ResourceServerHost server = await StartAsync(
            static rules => rules.AllowUnboundTokens = true, static options => options.UseSecurityTokenValidators = true);

        using HttpResponseMessage response = await server.CreateClient(certificate, AccessToken.Create(cnf)).GetAsync("/");

        ShouldBeRefused(server, response, outcome);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task AddCertificateBinding_lets_a_token_of_the_older_handler_pass(bool isBound)
    {
        await using ResourceServerHost server = await StartAsync(
            static rules => rules.AllowUnboundTokens = true, static options => options.UseSecurityTokenValidators = true);

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Own, AccessToken.Create(isBound ? ClientCertificates.BoundToOwn : null)).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task AddCertificateBinding_reads_encrypted_tokens_of_the_older_handler()
    {
        await using ResourceServerHost server = await StartAsync(
            static rules => rules.AllowUnboundTokens = true, static options => options.UseSecurityTokenValidators = true);

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwn, isEncrypted: true)).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.OtherCertificate);
    }

    [Test]
    public async Task AddCertificateBinding_names_the_error_although_details_are_off()
    {
        await using ResourceServerHost server = await StartAsync(jwtBearer: static options => options.IncludeErrorDetails = false);

        using HttpResponseMessage response = await server.CreateClient(
            null, AccessToken.Create(ClientCertificates.BoundToOwn)).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.NoCertificate);
    }

    [Test]
    public async Task AddCertificateBinding_leaves_requests_without_token_to_the_scheme()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await server.CreateClient(ClientCertificates.Own).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        server.Log.Should().BeEmpty();
    }

    [Test]
    public async Task AddCertificateBinding_counts_outcomes()
    {
        await using ResourceServerHost server = await StartAsync();
        using MetricCollector<long> checks = new(
            server.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.token_binding.checks");

        using HttpResponseMessage response = await server.CreateClient(
            null, AccessToken.Create(ClientCertificates.BoundToOwn)).GetAsync("/");

        CollectedMeasurement<long> measurement = checks.GetMeasurementSnapshot().Should().ContainSingle().Subject;
        measurement.Value.Should().Be(1);
        measurement.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["mtlsauth.token_binding.outcome"] = "NoCertificate",
            ["mtlsauth.certificate.status"] = "ConnectionWithoutCertificate",
        });
    }

    [Test]
    public async Task AddCertificateBinding_reads_a_connection_s_certificate_once()
    {
        List<(string Connection, ClientCertificate Certificate)> seen = [];
        await using ResourceServerHost server = await StartAsync(endpoints: application => application.MapGet(
            "/seen",
            (HttpContext context, IClientCertificateSource source) =>
                seen.Add((context.Connection.Id, source.GetCertificate(context).Certificate!))));
        HttpClient client = server.CreateClient(ClientCertificates.Own, AccessToken.Create(ClientCertificates.BoundToOwn));

        using HttpResponseMessage first = await client.GetAsync("/seen");
        using HttpResponseMessage second = await client.GetAsync("/seen");

        seen.Should().HaveCount(2);
        seen[1].Connection.Should().Be(seen[0].Connection);
        seen[1].Certificate.Should().BeSameAs(seen[0].Certificate);
    }

    [TestCase(true, HttpStatusCode.OK)]
    [TestCase(false, HttpStatusCode.Unauthorized)]
    public async Task AddCertificateBinding_takes_the_certificate_that_a_proxy_forwards(bool isOwn, HttpStatusCode expected)
    {
        await using ResourceServerHost server = await StartAsync(services: static services => services.AddMtlsCertificates()
            .AddForwardedCertificate(static options =>
            {
                options.Preset = ForwardedCertificatePreset.Rfc9440;
                options.KnownProxies.Add("127.0.0.1");
            }));
        HttpClient proxy = server.CreateClient(ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwn));
        X509Certificate2 forwarded = isOwn ? ClientCertificates.Own : ClientCertificates.Foreign;
        proxy.DefaultRequestHeaders.Add("Client-Cert", $":{Convert.ToBase64String(forwarded.RawData)}:");

        using HttpResponseMessage response = await proxy.GetAsync("/");

        response.StatusCode.Should().Be(expected);
    }

    [Test]
    public async Task AddCertificateBinding_ignores_the_connection_s_certificate_behind_a_proxy()
    {
        await using ResourceServerHost server = await StartAsync(services: static services => services.AddMtlsCertificates()
            .AddForwardedCertificate(static options =>
            {
                options.Preset = ForwardedCertificatePreset.Rfc9440;
                options.KnownProxies.Add("127.0.0.1");
            }));

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Own, AccessToken.Create(ClientCertificates.BoundToOwn)).GetAsync("/");

        ShouldBeRefused(server, response, ConfirmationOutcome.NoCertificate);
    }

    private static Task<ResourceServerHost> StartAsync(
        Action<CertificateBindingOptions>? rules = null,
        Action<JwtBearerOptions>? jwtBearer = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? endpoints = null) => ResourceServerHost.StartAsync(
            collection =>
            {
                collection.AddAuthorization().AddAuthentication()
                    .AddJwtBearer(options =>
                    {
                        AccessToken.Accept(options);
                        jwtBearer?.Invoke(options);
                    })
                    .AddCertificateBinding(rules);
                services?.Invoke(collection);
            },
            application =>
            {
                application.MapGet("/", static (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization();
                endpoints?.Invoke(application);
            });

    private static void ShouldBeRefused(ResourceServerHost server, HttpResponseMessage response, ConfirmationOutcome outcome)
    {
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be(Refusal);
        server.Log.Should().ContainSingle().Which.Should().Match<FakeLogRecord>(
            record => record.Id.Id == 21 && record.Level == LogLevel.Warning && record.Message.Contains($": {outcome} ("));
    }
}
