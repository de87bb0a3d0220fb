using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore;
using MtlsAuth.AspNetCore.OpenBanking;
using MtlsAuth.AspNetCore.Tests;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.OpenBanking.Tests.Web;

/// <summary>A token endpoint on Kestrel that goes by what its clients' certificates say.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TokenEndpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _issuer =
        TestCertificates.Ec().WithSubject("CN=qualified issuer").AsAuthority().Create().ToX509Certificate2();

    private readonly List<X509Certificate2> _made = [];

    public void Dispose()
    {
        _made.ForEach(certificate => certificate.Dispose());
        _issuer.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task An_account_information_provider_gets_accounts_and_is_told_what_its_certificate_says()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_AI"));
        await using TestServer server = await StartAsync(certificate);

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c&scope=openid%20accounts", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        JsonElement token = await response.Content.ReadFromJsonAsync<JsonElement>();
        token.GetProperty("scope").GetString().Should().Be("openid accounts");
        token.GetProperty("number").GetString().Should().Be("10012345");
        token.GetProperty("authority").GetString().Should().Be("DE-BAFIN");
    }

    [Test]
    public async Task It_is_refused_payments_and_learns_no_more_than_that()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_AI"));
        await using TestServer server = await StartAsync(certificate);

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c&scope=accounts%20payments", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        JsonElement error = await response.Content.ReadFromJsonAsync<JsonElement>();
        error.GetProperty("error").GetString().Should().Be("invalid_scope");
        error.GetProperty("error_description").GetString().Should().NotContain("payments");
    }

    // An endpoint that takes the first of them would grant what the filter has not seen (RFC 6749 §3.2).
    [TestCase("client_id=c&scope=payments&scope=openid")]
    [TestCase("client_id=c&scope=openid&SCOPE=payments")]
    [TestCase("client_id=c&scope=payments&scope=")]
    public async Task A_scope_twice_is_refused(string body)
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_AI"));
        await using TestServer server = await StartAsync(certificate);

        using HttpResponseMessage response = await server.PostTokenAsync(body, certificate);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString().Should().Be("invalid_request");
    }

    [Test]
    public async Task A_request_without_scope_needs_no_role()
    {
        X509Certificate2 certificate = Create(Qc.Role(0, "Unspecified"));
        await using TestServer server = await StartAsync(certificate);

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Scopes_can_be_trimmed_instead()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_AI"));
        await using TestServer server = await StartAsync(certificate, configureApp: static app => app
            .MapPost("/token", static (HttpContext context) =>
                string.Join(' ', context.DecideScopes(ScopeRoles.UkOpenBanking, context.Request.Form["scope"]).Granted))
            .RequireMtlsClient());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c&scope=payments%20openid%20accounts", certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("openid accounts");
    }

    [Test]
    public async Task A_refusal_is_logged_with_code_and_fact_and_the_client_learns_nothing()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_PI"));
        await using TestServer server = await StartAsync(certificate);

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c&scope=accounts", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).Should().NotContainAny("PSP", "role");
        server.Reason.Should().Be("RequirementNotMet");
        server.Logs[^1].GetStructuredStateValue("Detail")
            .Should().Be("role-oid-name-contradiction: 0.4.0.19495.1.3 is PSP_AI, the name is 'PSP_PI'");
    }

    [Test]
    public async Task What_is_only_reported_is_logged_with_code_and_fact()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "AISP"));
        await using TestServer server = await StartAsync(certificate);

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c&scope=accounts", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        server.Logs.Should().ContainSingle(log => log.Id.Id == 4).Which.Message
            .Should().EndWith("role-name-unregistered: 0.4.0.19495.1.3 is PSP_AI, the name is 'AISP'");
    }

    [Test]
    public async Task A_client_that_made_its_certificate_itself_gets_nothing_for_what_it_says()
    {
        X509Certificate2 certificate = Keep(Certificate(Qc.QwacOf(Qc.Role(3, "PSP_AI"))).Create().ToX509Certificate2());
        ClientMetadata client = new()
        {
            ClientId = "c",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(certificate)),
        };
        await using TestServer refusing = await StartAsync(client);
        await using TestServer tolerant = await StartAsync(
            client, static builder => builder.AddOpenBanking(policy => policy.RequireQualifiedCertificate = false));

        using HttpResponseMessage refused = await refusing.PostTokenAsync("client_id=c", certificate);
        using HttpResponseMessage without = await tolerant.PostTokenAsync("client_id=c", certificate);
        using HttpResponseMessage with = await tolerant.PostTokenAsync("client_id=c&scope=accounts", certificate);

        (refused.StatusCode, without.StatusCode, with.StatusCode)
            .Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.BadRequest));
        refusing.Logs[^1].GetStructuredStateValue("Detail").Should().StartWith("issuer-not-anchor: ");
    }

    [Test]
    public async Task Without_a_guard_no_client_has_a_role()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_AI"));
        await using TestServer server = await StartAsync(certificate, configureApp: static app => app
            .MapPost("/token", static (HttpContext context) => context.GetOpenBankingEvidence() is null ? "none" : "some")
            .RequireScopeRoles(ScopeRoles.UkOpenBanking));

        using HttpResponseMessage refused = await server.PostTokenAsync("client_id=c&scope=accounts", certificate);
        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c&scope=openid", certificate);

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Be("none");
    }

    [Test]
    public async Task A_policy_comes_from_the_configuration()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "PSP_AI"));
        await using TestServer server = await StartAsync(
            Register(certificate),
            builder => builder.AddOpenBanking(Configuration(("RequiredRoles", "PaymentInitiation, AccountInformation"))));

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Logs[^1].GetStructuredStateValue("Detail").Should().StartWith("role-missing: demanded are PSP_PI, PSP_AI");
    }

    [TestCase("RequiredRole", "AccountInformation")]
    [TestCase("RequiredRoles", "PSP_AI")]
    [TestCase("RequiredRoles", "4096")]
    [TestCase("Checks:RolesMergd", "Enforce")]
    [TestCase("Checks:RolesMerged", "7")]
    public async Task A_setting_that_does_not_exist_stops_the_start(string setting, string value) =>
        await FluentActions.Awaiting(() => StartAsync(
                Register(Create(Qc.Role(3, "PSP_AI"))), builder => builder.AddOpenBanking(Configuration((setting, value)))))
            .Should().ThrowAsync<Exception>().WithMessage($"*{setting.Split(':')[^1]}*");

    [Test]
    public async Task Checks_come_from_the_configuration()
    {
        X509Certificate2 certificate = Create(Qc.Role(3, "AISP"));
        await using TestServer server = await StartAsync(
            Register(certificate),
            builder => builder.AddOpenBanking(Configuration(("Checks:RoleNameUnregistered", "Enforce"))).AddOpenBanking());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=c", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Logs[^1].GetStructuredStateValue("Detail").Should().StartWith("role-name-unregistered: ");
        server.Services.GetServices<IClientCertificateRequirement>().Should().ContainSingle();
    }

    private static ClientMetadata Register(X509Certificate2 certificate) => new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = ClientCertificate.FromX509Certificate2(certificate).Subject!.ToString(),
    };

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(item => item.Key, item => (string?)item.Value))
        .Build();

    private static TestCertificateBuilder Certificate(byte[] extension) => TestCertificates.Ec()
        .WithSubject(Qc.Subject)
        .WithExtensions(new X509Extension(Qc.Extension, extension, critical: false),
            new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.2")], critical: false));

    private static void MapToken(WebApplication app) => app
        .MapPost("/token", static (HttpContext context) => Results.Json(new
        {
            scope = context.Request.Form["scope"].ToString(),
            number = context.GetOpenBankingEvidence()!.AuthorizationNumber,
            authority = context.GetOpenBankingEvidence()!.Authority?.ToString(),
        }))
        .RequireMtlsClient()
        .RequireScopeRoles(ScopeRoles.UkOpenBanking);

    private X509Certificate2 Create(params byte[][] roles) =>
        Keep(Certificate(Qc.QwacOf(roles)).IssuedBy(_issuer).Create().ToX509Certificate2());

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }

    private Task<TestServer> StartAsync(X509Certificate2 certificate, Action<WebApplication>? configureApp = null) =>
        StartAsync(Register(certificate), static builder => builder.AddOpenBanking(), configureApp);

    private Task<TestServer> StartAsync(ClientMetadata client) => StartAsync(client, static builder => builder.AddOpenBanking());

    private Task<TestServer> StartAsync(
        ClientMetadata client, Action<MtlsAuthBuilder> addOpenBanking, Action<WebApplication>? configureApp = null)
    {
        // The issuers of qualified certificates, one file each in a folder that is followed.
        _folder.Write("issuer.pem", _issuer.ExportCertificatePem());
        return TestServer.StartAsync(
            services => addOpenBanking(services
                .AddMtlsAuth(options =>
                {
                    options.EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth, ClientAuthenticationMethods.PubKeyTlsClientAuth];
                    options.TrustAnchors = _folder.FullPath;
                })
                .AddInMemoryClients(client)),
            configureApp ?? MapToken);
    }
}
