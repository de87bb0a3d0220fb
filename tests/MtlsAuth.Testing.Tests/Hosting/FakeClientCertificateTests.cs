using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Testing.Tests.Hosting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FakeClientCertificateTests : IDisposable
{
    private const string ProxySecret = "Zk3v9QpX7rWm2LtB8yHs5NcDf6GjUa4E";

    private static readonly TestCertificate Own = TestCertificates.Ec().WithSubject("CN=client").Create();
    private static readonly TestCertificate Other = TestCertificates.Ec().WithSubject("CN=client").Create();

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    public FakeClientCertificateTests()
    {
        WebApplicationBuilder builder = Create();
        builder.WebHost.UseTestServer();
        builder.Services.AddMtlsAuth().AddInMemoryClients(TestClients.PubKey("client", Own)).AddForwardedCertificate(proxy =>
        {
            proxy.HeaderName = "X-Client-Cert";
            proxy.Format = ForwardedCertificateFormat.PercentEncodedPem;
            proxy.SharedSecretHeaderName = "X-Proxy-Secret";
            proxy.SharedSecrets.Add(ProxySecret);
        });
        builder.Services.AddFakeClientCertificate().AddFakeClientCertificate();
        _app = builder.Build();
        Map(_app);
        _app.Start();
        _http = _app.GetTestClient();
    }

    public void Dispose()
    {
        _http.Dispose();
        ((IDisposable)_app).Dispose();
    }

    [Test]
    public async Task Clients_own_certificate_authenticates_it() =>
        (await PostAsync(_http.WithClientCertificate(Own))).Should().Be("client");

    [Test]
    public async Task Another_certificate_does_not() =>
        (await PostAsync(_http.WithClientCertificate(Other))).Should().Be(nameof(ClientAuthenticationFailureReason.PublicKeyNotRegistered));

    [Test]
    public async Task No_certificate_does_not() =>
        (await PostAsync(_http.WithoutClientCertificate())).Should().Be(nameof(ClientAuthenticationFailureReason.MissingCertificate));

    [Test]
    public async Task Client_of_which_nothing_is_said_has_none() =>
        (await PostAsync(_http)).Should().Be(nameof(ClientAuthenticationFailureReason.MissingCertificate));

    [TestCaseSource(typeof(HostileInputs), nameof(HostileInputs.Certificates))]
    public async Task Octets_that_are_no_certificate_are_refused(HostileCertificate hostile) =>
        (await PostAsync(_http.WithClientCertificate(hostile.Octets)))
            .Should().Be(nameof(ClientAuthenticationFailureReason.CertificateRefused));

    [Test]
    public async Task Each_request_can_bring_its_own()
    {
        _http.WithClientCertificate(Other);

        (await PostAsync(_http, static request => request.WithClientCertificate(Own))).Should().Be("client");
        (await PostAsync(_http, static request => request.WithClientCertificate(Own.Der))).Should().Be("client");
        (await PostAsync(_http, static request => request.WithoutClientCertificate()))
            .Should().Be(nameof(ClientAuthenticationFailureReason.MissingCertificate));
        (await PostAsync(_http)).Should().Be(nameof(ClientAuthenticationFailureReason.PublicKeyNotRegistered));
    }

    [Test]
    public async Task Request_without_one_is_asked_as_in_production()
    {
        Task<string> ask(TestCertificate certificate, string secret) => PostAsync(_http, request =>
        {
            request.Headers.Add("X-Client-Cert", ForwardedCertificateHeader.Write(ForwardedCertificateFormat.PercentEncodedPem, certificate));
            request.Headers.Add("X-Proxy-Secret", secret);
        });

        (await ask(Own, ProxySecret)).Should().Be("client");
        (await ask(Other, ProxySecret)).Should().Be(nameof(ClientAuthenticationFailureReason.PublicKeyNotRegistered));
        (await ask(Own, "wrong")).Should().Be(nameof(ClientAuthenticationFailureReason.MissingCertificate));
    }

    [TestCaseSource(nameof(HeadersOfTheProxy))]
    public async Task Hostile_header_is_refused(HostileHeader hostile)
    {
        string answer = await PostAsync(_http, request =>
        {
            request.Headers.TryAddWithoutValidation("X-Client-Cert", hostile.Values);
            request.Headers.Add("X-Proxy-Secret", ProxySecret);
        });

        answer.Should().BeOneOf(
            nameof(ClientAuthenticationFailureReason.CertificateRefused), nameof(ClientAuthenticationFailureReason.MissingCertificate));
    }

    [Test]
    public async Task Application_sees_the_connections_certificate_and_not_how_it_came() =>
        (await _http.WithClientCertificate(Own).GetStringAsync("/seen")).Should().Be("CN=client 0");

    [Test]
    public async Task Certificate_that_the_platform_does_not_know_does_not_stop_the_request()
    {
        TestCertificate strange = TestCertificates.Ed25519().Create();

        (await PostAsync(_http.WithClientCertificate(strange)))
            .Should().Be(nameof(ClientAuthenticationFailureReason.PublicKeyNotRegistered));
    }

    [Test]
    public async Task Name_that_was_never_given_is_no_certificate()
    {
        _http.DefaultRequestHeaders.Add("MtlsAuth-Test-Certificate", Convert.ToBase64String(Own.Der.Span));

        await FluentActions.Awaiting(() => PostAsync(_http)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Test]
    public async Task Server_that_listens_to_a_network_does_not_start()
    {
        WebApplicationBuilder builder = Create();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMtlsAuth().AddInMemoryClients(TestClients.PubKey("client", Own));
        builder.Services.AddFakeClientCertificate();
        await using WebApplication app = builder.Build();

        (await app.Invoking(static it => it.StartAsync()).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*TestServer alone*Kestrel*");
        FluentActions.Invoking(app.Services.GetRequiredService<IClientCertificateSource>).Should().Throw<InvalidOperationException>();
    }

    [TestCaseSource(nameof(HostsOfTheNetwork))]
    public async Task However_it_is_hosted_a_server_that_listens_to_a_network_does_not_start(Func<IHost> build)
    {
        using IHost host = build();

        (await host.Invoking(static it => it.StartAsync()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*TestServer alone*");
    }

    [Test]
    public async Task Source_that_is_added_later_stops_the_start()
    {
        WebApplicationBuilder builder = Create();
        builder.WebHost.UseTestServer();
        MtlsAuthBuilder mtls = builder.Services.AddMtlsAuth().AddInMemoryClients(TestClients.PubKey("client", Own));
        builder.Services.AddFakeClientCertificate();
        mtls.AddForwardedCertificate(static proxy =>
        {
            proxy.Preset = ForwardedCertificatePreset.Nginx;
            proxy.KnownProxies.Add("192.0.2.1");
        });
        await using WebApplication app = builder.Build();

        (await app.Invoking(static it => it.StartAsync()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*comes last*");
    }

    [Test]
    public void Library_has_to_be_there_before() =>
        FluentActions.Invoking(static () => new ServiceCollection().AddFakeClientCertificate())
            .Should().Throw<InvalidOperationException>().WithMessage("*after AddMtlsAuth*");

    private static IEnumerable<TestCaseData<Func<IHost>>> HostsOfTheNetwork()
    {
        yield return new(static () => Build(static web => web.UseKestrel())) { TestName = "A generic host with Kestrel" };
        yield return new(static () => Build(static web => web.UseTestServer().UseKestrel())) { TestName = "Kestrel in place of TestServer" };
        yield return new(static () => Build(static web => web.UseTestServer(), static services =>
            services.AddSingleton<IServer>(static provider => new Relay(ActivatorUtilities.CreateInstance<TestServer>(provider)))))
        {
            TestName = "A server around TestServer",
        };
        yield return new(static () =>
        {
            WebApplicationBuilder builder = Create();
            AddAll(builder.Services);
            builder.WebHost.UseTestServer().UseKestrel().UseUrls("http://127.0.0.1:0");
            return builder.Build();
        })
        {
            TestName = "An application whose server is chosen after the certificates",
        };
    }

    private static IHost Build(Action<IWebHostBuilder> choose, Action<IServiceCollection>? change = null) => new HostBuilder()
        .ConfigureWebHost(web =>
        {
            web.UseUrls("http://127.0.0.1:0").ConfigureServices(AddAll).Configure(static _ => { });
            choose(web);
            web.ConfigureServices(services => change?.Invoke(services));
        })
        .Build();

    private static void AddAll(IServiceCollection services)
    {
        services.AddMtlsAuth().AddInMemoryClients(TestClients.PubKey("client", Own));
        services.AddFakeClientCertificate();
    }

    private static IEnumerable<HostileHeader> HeadersOfTheProxy() =>
        HostileInputs.Headers.Where(static hostile => hostile.Format == ForwardedCertificateFormat.PercentEncodedPem);

    private static WebApplicationBuilder Create()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Production, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        return builder;
    }

    private static void Map(WebApplication app)
    {
        app.MapPost("/token", static async context => await context.Response.WriteAsync((await context.AuthenticateMtlsClientAsync()).Match(
            ours => ours.Client.ClientId,
            refused => refused.FailureReason.ToString(),
            notOurs => "not ours")));
        app.MapGet("/seen", static context => context.Response.WriteAsync(string.Join(
            ' ',
            context.Connection.ClientCertificate?.Subject,
            context.Request.Headers.Keys.Count(static name => name.Contains("Certificate", StringComparison.OrdinalIgnoreCase)))));
    }

    private static async Task<string> PostAsync(HttpClient http, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("client_id", "client")]),
        };
        change?.Invoke(request);
        using HttpResponseMessage response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private sealed class Relay(TestServer inner) : IServer
    {
        public IFeatureCollection Features => inner.Features;

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => ((IServer)inner).StartAsync(application, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => inner.Dispose();
    }
}
