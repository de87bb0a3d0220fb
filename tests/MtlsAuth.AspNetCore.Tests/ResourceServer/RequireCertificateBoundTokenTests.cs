using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

[Parallelizable(ParallelScope.All)]
public sealed class RequireCertificateBoundTokenTests
{
    private const string Refusal =
        "Bearer error=\"invalid_token\", error_description=\"The access token is not bound to the presented client certificate\"";

    private static IEnumerable<TestCaseData> RefusedTokens()
    {
        string own = ClientCertificates.BoundToOwn;
        yield return Case("other certificate", [own], ClientCertificates.Foreign, ConfirmationOutcome.OtherCertificate);
        yield return Case("no certificate", [own], null, ConfirmationOutcome.NoCertificate);
        yield return Case("not bound", [], ClientCertificates.Own, ConfirmationOutcome.NotBound);
        yield return Case("several", [own, own], ClientCertificates.Own, ConfirmationOutcome.Malformed);
        yield return Case("empty", [""], ClientCertificates.Own, ConfirmationOutcome.Malformed);
        yield return Case("jkt only", [ClientCertificates.BoundToKey], ClientCertificates.Own, ConfirmationOutcome.UnknownMethod);
        yield return Case(
            "jkt too", [ClientCertificates.BoundToOwnAndKey], ClientCertificates.Own, ConfirmationOutcome.FurtherConfirmationRequired);

        static TestCaseData Case(string name, string[] cnf, X509Certificate2? certificate, ConfirmationOutcome outcome) =>
            new TestCaseData(cnf, certificate, outcome).SetArgDisplayNames(name);
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task RequireCertificateBoundToken_lets_a_token_pass_with_its_certificate(string version)
    {
        await using ResourceServerHost server = await StartAsync();
        HttpClient client = server.CreateClient(ClientCertificates.Own, "opaque", Version.Parse(version));
        client.DefaultRequestHeaders.Add(IntrospectionHandler.CnfHeader, ClientCertificates.BoundToOwn);

        using HttpResponseMessage response = await client.GetAsync("/bound");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestCaseSource(nameof(RefusedTokens))]
    public async Task RequireCertificateBoundToken_refuses_a_token(
        string[] cnf, X509Certificate2? certificate, ConfirmationOutcome outcome)
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await GetAsync(server, "/bound", certificate, cnf);

        ShouldBeRefused(response);
        server.Log.Should().ContainSingle().Which.Should().Match<FakeLogRecord>(
            record => record.Id.Id == 21 && record.Level == LogLevel.Warning && record.Message.Contains($": {outcome} ("));
    }

    // RFC 7519 §4: names of claims are compared as they are. ClaimsPrincipal.FindAll(string) takes one for the other.
    [TestCase("CNF")]
    [TestCase("Cnf")]
    public async Task RequireCertificateBoundToken_reads_only_the_claim_of_this_name(string name)
    {
        await using ResourceServerHost server = await StartAsync();
        HttpClient client = server.CreateClient(ClientCertificates.Own, "opaque");
        client.DefaultRequestHeaders.Add(IntrospectionHandler.CnfHeader, ClientCertificates.BoundToOwn);
        client.DefaultRequestHeaders.Add(IntrospectionHandler.ClaimHeader, name);

        using HttpResponseMessage response = await client.GetAsync("/bound");

        ShouldBeRefused(response);
        server.Log.Should().ContainSingle().Which.Message.Should().Contain($": {ConfirmationOutcome.NotBound} (");
    }

    [TestCase("""{"\ud800":1}""")]
    [TestCase("""{"x5t#S256\udc00":"x"}""")]
    public async Task RequireCertificateBoundToken_refuses_names_that_are_no_text(string cnf)
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await GetAsync(server, "/bound", ClientCertificates.Own, cnf);

        ShouldBeRefused(response);
    }

    [Test]
    public async Task RequireCertificateBoundToken_lets_members_pass_that_are_checked_elsewhere()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await GetAsync(
            server, "/bound-and-jkt", ClientCertificates.Own, ClientCertificates.BoundToOwnAndKey);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task RequireCertificateBoundToken_demands_the_certificate_whatever_is_checked_elsewhere()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await GetAsync(
            server, "/bound-and-jkt", ClientCertificates.Own, ClientCertificates.BoundToKey);

        ShouldBeRefused(response);
    }

    [Test]
    public async Task RequireCertificateBoundToken_leaves_strangers_to_the_scheme()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await server.CreateClient(ClientCertificates.Own).GetAsync("/bound");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Should().BeEmpty();
        server.Log.Should().BeEmpty();
    }

    [Test]
    public async Task RequireCertificateBoundToken_leaves_other_requirements_to_the_platform()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await GetAsync(
            server, "/bound-and-scope", ClientCertificates.Own, ClientCertificates.BoundToOwn);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task RequireCertificateBoundToken_counts_before_other_requirements()
    {
        await using ResourceServerHost server = await StartAsync();

        using HttpResponseMessage response = await GetAsync(
            server, "/bound-and-scope", ClientCertificates.Foreign, ClientCertificates.BoundToOwn);

        ShouldBeRefused(response);
    }

    [Test]
    public async Task RequireCertificateBoundToken_leaves_other_results_to_the_application_s_handler(
        [Values(ServiceLifetime.Singleton, ServiceLifetime.Scoped)] ServiceLifetime lifetime)
    {
        await using ResourceServerHost server = await StartAsync(services => services.Add(new ServiceDescriptor(
            typeof(IAuthorizationMiddlewareResultHandler), typeof(TeapotResultHandler), lifetime)));

        using HttpResponseMessage scope = await GetAsync(
            server, "/bound-and-scope", ClientCertificates.Own, ClientCertificates.BoundToOwn);
        using HttpResponseMessage bound = await GetAsync(server, "/bound", ClientCertificates.Foreign, ClientCertificates.BoundToOwn);

        scope.StatusCode.Should().Be((HttpStatusCode)StatusCodes.Status418ImATeapot);
        ShouldBeRefused(bound);
    }

    [Test]
    public async Task RequireCertificateBoundToken_leaves_other_results_to_the_application_s_object()
    {
        await using ResourceServerHost server = await StartAsync(
            static services => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new TeapotResultHandler()));

        using HttpResponseMessage response = await GetAsync(
            server, "/bound-and-scope", ClientCertificates.Own, ClientCertificates.BoundToOwn);

        response.StatusCode.Should().Be((HttpStatusCode)StatusCodes.Status418ImATeapot);
    }

    [Test]
    public async Task RequireCertificateBoundToken_leaves_other_results_to_what_the_application_makes()
    {
        await using ResourceServerHost server = await StartAsync(
            static services => services.AddTransient<IAuthorizationMiddlewareResultHandler>(static _ => new TeapotResultHandler()));

        using HttpResponseMessage response = await GetAsync(
            server, "/bound-and-scope", ClientCertificates.Own, ClientCertificates.BoundToOwn);

        response.StatusCode.Should().Be((HttpStatusCode)StatusCodes.Status418ImATeapot);
    }

    [Test]
    public async Task RequireCertificateBoundToken_says_which_registration_is_missing()
    {
        AuthorizationPolicy policy = new AuthorizationPolicyBuilder().RequireCertificateBoundToken().Build();
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddAuthorization().BuildServiceProvider();
        DefaultHttpContext context = new() { RequestServices = services };

        Func<Task> authorize = () => services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(CreateUser(), context, policy);

        (await authorize.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*AddMtlsCertificates*");
    }

    [Test]
    public async Task RequireCertificateBoundToken_refuses_resources_other_than_requests()
    {
        AuthorizationPolicy policy = new AuthorizationPolicyBuilder().RequireCertificateBoundToken().Build();
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddAuthorization().BuildServiceProvider();

        Func<Task> authorize = () => services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(CreateUser(), "document", policy);

        (await authorize.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not for other resources*");
    }

    // Whatever merges users or adds to one may leave an identity that nobody has authenticated.
    [Test]
    public async Task RequireCertificateBoundToken_checks_a_user_who_has_an_anonymous_identity_as_well([Values] bool isBound)
    {
        AuthorizationPolicy policy = new AuthorizationPolicyBuilder().RequireCertificateBoundToken().Build();
        ServiceCollection collection = new();
        collection.AddLogging().AddAuthorization().AddMtlsCertificates();
        collection.AddSingleton<IClientCertificateSource>(
            new FixedCertificateSource(isBound ? ClientCertificates.Own : ClientCertificates.Foreign));
        await using ServiceProvider services = collection.BuildServiceProvider();
        ClaimsPrincipal user = CreateUser();
        user.AddIdentity(new ClaimsIdentity());

        AuthorizationResult result = await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(
            user, new DefaultHttpContext { RequestServices = services }, policy);

        result.Succeeded.Should().Be(isBound);
        result.Failure?.FailureReasons.Select(reason => reason.Message).Should().Equal(
            "The access token is not bound to the presented client certificate");
    }

    private static ClaimsPrincipal CreateUser() => new(new ClaimsIdentity([new Claim("cnf", ClientCertificates.BoundToOwn)], "test"));

    private static Task<ResourceServerHost> StartAsync(Action<IServiceCollection>? before = null) => ResourceServerHost.StartAsync(
        services =>
        {
            before?.Invoke(services);
            services.AddMtlsCertificates();
            services.AddAuthorization().AddAuthentication("Introspection")
                .AddScheme<AuthenticationSchemeOptions, IntrospectionHandler>("Introspection", null);
        },
        static application =>
        {
            application.MapGet("/bound", static () => "")
                .RequireAuthorization(static policy => policy.RequireCertificateBoundToken());
            application.MapGet("/bound-and-jkt", static () => "")
                .RequireAuthorization(static policy => policy.RequireCertificateBoundToken("jkt"));
            application.MapGet("/bound-and-scope", static () => "")
                .RequireAuthorization(static policy => policy.RequireClaim("scope").RequireCertificateBoundToken());
        });

    private static async Task<HttpResponseMessage> GetAsync(
        ResourceServerHost server, string path, X509Certificate2? certificate, params string[] cnf)
    {
        HttpClient client = server.CreateClient(certificate, "opaque");
        if (cnf.Length > 0)
        {
            client.DefaultRequestHeaders.Add(IntrospectionHandler.CnfHeader, string.Join('|', cnf));
        }

        return await client.GetAsync(path);
    }

    private static void ShouldBeRefused(HttpResponseMessage response)
    {
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be(Refusal);
    }

    private sealed class TeapotResultHandler : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            return Task.CompletedTask;
        }
    }
}
