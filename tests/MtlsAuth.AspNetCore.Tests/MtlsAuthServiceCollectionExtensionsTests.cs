using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.AspNetCore.Health;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests;

public sealed class MtlsAuthServiceCollectionExtensionsTests
{
    [Test]
    public void AddMtlsAuth_binds_all_settings()
    {
        MtlsAuthOptions options = Bind(
            """
            {
              "EnabledMethods": ["tls_client_auth", "self_signed_tls_client_auth"],
              "CertificatePolicy": { "ValidityPeriod": "Report", "ClockSkew": "00:05:00", "MinimumRsaKeySize": 3072, "AllowedKeyKinds": ["P256", "Rsa"] },
              "SelfSignedMatching": "PublicKey",
              "ChainValidation": { "Trust": "Proxy", "RevocationMode": "Offline", "RevocationTimeout": "00:00:02", "CacheDuration": "00:00:10", "CacheCapacity": 7 },
              "TrustAnchors": "all.pem",
              "ClientTrustAnchors": { "client": "one.pem" },
              "AllowReversedSubjectDn": true,
              "InvalidClientStatusCode": 400,
              "Challenge": "Mtls",
              "MaximumFormLength": 1000
            }
            """);

        options.EnabledMethods.Should().Equal("tls_client_auth", "self_signed_tls_client_auth");
        options.CertificatePolicy.ValidityPeriod.Should().Be(CertificateCheck.Report);
        options.CertificatePolicy.RsaKeySize.Should().Be(CertificateCheck.Enforce);
        options.CertificatePolicy.ClockSkew.Should().Be(TimeSpan.FromMinutes(5));
        options.CertificatePolicy.MinimumRsaKeySize.Should().Be(3072);
        options.CertificatePolicy.AllowedKeyKinds.Should().BeEquivalentTo([KeyAlgorithm.P256, KeyAlgorithm.Rsa]);
        options.SelfSignedMatching.Should().Be(SelfSignedMatching.PublicKey);
        options.ChainValidation.Trust.Should().Be(ChainTrust.Proxy);
        options.ChainValidation.RevocationMode.Should().Be(X509RevocationMode.Offline);
        options.ChainValidation.RevocationTimeout.Should().Be(TimeSpan.FromSeconds(2));
        options.ChainValidation.CacheDuration.Should().Be(TimeSpan.FromSeconds(10));
        options.ChainValidation.CacheCapacity.Should().Be(7);
        options.TrustAnchors.Should().Be("all.pem");
        options.ClientTrustAnchors.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("client", "one.pem"));
        options.AllowReversedSubjectDn.Should().BeTrue();
        options.InvalidClientStatusCode.Should().Be(400);
        options.Challenge.Should().Be("Mtls");
        options.MaximumFormLength.Should().Be(1000);
    }

    [Test]
    public void AddMtlsAuth_reads_names_of_settings_in_any_case() =>
        Bind("""{ "certificatepolicy": { "CLOCKSKEW": "00:02:00" } }""").CertificatePolicy.ClockSkew.Should().Be(TimeSpan.FromMinutes(2));

    [TestCase("""{ "EnabledMethod": "tls_client_auth" }""", "*EnabledMethod*")]
    [TestCase("""{ "CertificatePolicy": { "ClockScew": "00:02:00" } }""", "*ClockScew*")]
    [TestCase("""{ "ChainValidation": { "Cache": 1 } }""", "*Cache*")]
    [TestCase("""{ "CertificatePolicy": { "ValidityPeriod": "Maybe" } }""", "*ValidityPeriod*")]
    [TestCase("""{ "MaximumFormLength": "long" }""", "*MaximumFormLength*")]
    public async Task Start_is_refused_for_a_setting_that_cannot_be_read(string json, string message) =>
        await FluentActions.Awaiting(() => StartAsync(json)).Should().ThrowAsync<InvalidOperationException>().WithMessage(message);

    [Test]
    public async Task Start_is_refused_for_a_setting_out_of_range() =>
        await FluentActions.Awaiting(() => StartAsync("""{ "InvalidClientStatusCode": 500 }"""))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage("MtlsAuthOptions:InvalidClientStatusCode is 500*");

    [TestCase("""{ "EnabledMethods": "tls_client_auth" }""", "MtlsAuth:EnabledMethods is a single value*list*MtlsAuth:EnabledMethods:0*")]
    [TestCase("""{ "enabledmethods": "x" }""", "MtlsAuth:enabledmethods is a single value*")]
    [TestCase("""{ "CertificatePolicy": { "AllowedKeyKinds": "Rsa" } }""", "MtlsAuth:CertificatePolicy:AllowedKeyKinds is a single value*")]
    [TestCase("""{ "CertificatePolicy": "strict" }""", "MtlsAuth:CertificatePolicy is a single value*")]
    [TestCase("""{ "ChainValidation": true }""", "MtlsAuth:ChainValidation is a single value*")]
    [TestCase("""{ "ClientTrustAnchors": "all.pem" }""", "MtlsAuth:ClientTrustAnchors is a single value*")]
    [TestCase("""{ "TrustAnchors": ["a.pem", "b.pem"] }""", "MtlsAuth:TrustAnchors is a list or section; it has to be a single value.")]
    [TestCase(
        """{ "CertificatePolicy": { "ClockSkew": { "Minutes": 5 } } }""",
        "MtlsAuth:CertificatePolicy:ClockSkew is a list or section*")]
    [TestCase("""{ "EnabledMethods": [["tls_client_auth"]] }""", "*MtlsAuth:EnabledMethods:0 is a list or section*")]
    [TestCase("""{ "ClientTrustAnchors": { "client": ["a.pem"] } }""", "MtlsAuth:ClientTrustAnchors:client is a list or section*")]
    [TestCase(
        """{ "CertificatePolicy": { "ClockSkew": "5" } }""",
        "MtlsAuth:CertificatePolicy:ClockSkew is 5.00:00:00; *from 00:00:00 to 01:00:00*")]
    [TestCase("""{ "ChainValidation": { "CacheDuration": "60" } }""", "MtlsAuth:ChainValidation:CacheDuration is 60.00:00:00; *")]
    [TestCase("""{ "ChainValidation": { "RevocationTimeout": "5" } }""", "MtlsAuth:ChainValidation:RevocationTimeout is 5.00:00:00; *")]
    [TestCase("""{ "EnabledMethods": [] }""", "MtlsAuth:EnabledMethods is empty*")]
    [TestCase("""{ "EnabledMethods": null }""", "MtlsAuth:EnabledMethods is empty*")]
    [TestCase("""{ "EnabledMethods": "" }""", "MtlsAuth:EnabledMethods is empty*")]
    [TestCase("""{ "CertificatePolicy": { "AllowedKeyKinds": [] } }""", "MtlsAuth:CertificatePolicy:AllowedKeyKinds is empty*")]
    [TestCase("""{ "EnabledMethods": ["x"] }""", "MtlsAuth:EnabledMethods:0 is 'x'; *one of pub_key_tls_client_auth*")]
    public async Task Start_is_refused_for_a_setting_that_means_something_else(string json, string message) =>
        await FluentActions.Awaiting(() => StartAsync($$"""{ "MtlsAuth": {{json}} }""", "MtlsAuth"))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage(message);

    [Test]
    public async Task Sections_may_be_empty()
    {
        await using TestServer server = await StartAsync(
            """{ "MtlsAuth": { "CertificatePolicy": {}, "ChainValidation": {}, "ClientTrustAnchors": {} } }""", "MtlsAuth");

        server.Port.Should().BePositive("it has started");
    }

    [TestCase("KnownProxies", "10.0.0.1")]
    [TestCase("KnownNetworks", "10.0.0.0/8")]
    [TestCase("SharedSecrets", "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu")]
    [TestCase("ChainHeaderNames", "Client-Cert-Chain")]
    [TestCase("ProxyCertificateThumbprints", "x")]
    [TestCase("ProxyKeyThumbprints", "x")]
    [TestCase("Ports", "443")]
    [TestCase("Hosts", "as.example")]
    public async Task Start_is_refused_for_one_value_where_the_proxys_settings_have_a_list(string setting, string value)
    {
        IConfiguration configuration = Read($$"""{ "Proxy": { "Preset": "Caddy", "{{setting}}": "{{value}}" } }""");

        (await FluentActions.Awaiting(() => TestServer.StartAsync(services => services
                .AddMtlsAuth().AddInMemoryClients().AddForwardedCertificate(configuration.GetSection("Proxy"))))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage($"*Proxy:{setting} is a single value*"))
            .Which.Message.Should().NotContain("k3Jq8", "a secret is not repeated");
    }

    [Test]
    public async Task Paths_of_authorities_start_at_the_content_root()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        folder.Write("all.pem", root.ExportCertificatePem());
        folder.Write("one.pem", root.ExportCertificatePem());

        await using TestServer server = await TestServer.StartAsync(
            static services => services
                .AddMtlsAuth(Read(
                    """{ "EnabledMethods": ["tls_client_auth"], "TrustAnchors": "all.pem", "ClientTrustAnchors": { "client": "one.pem" } }"""))
                .AddInMemoryClients(),
            options: new WebApplicationOptions { ContentRootPath = folder.FullPath });

        server.Port.Should().BePositive("it has found them");
    }

    [Test]
    public async Task Authorities_that_are_not_at_the_content_root_are_named_with_their_path()
    {
        using TemporaryFolder folder = new();

        await FluentActions.Awaiting(() => TestServer.StartAsync(
                static services => services
                    .AddMtlsAuth(Read("""{ "EnabledMethods": ["tls_client_auth"], "TrustAnchors": "sub/missing.pem" }"""))
                    .AddInMemoryClients(),
                options: new WebApplicationOptions { ContentRootPath = folder.FullPath }))
            .Should().ThrowAsync<ArgumentException>().WithMessage($"*{folder.PathOf("sub/missing.pem")}*");
    }

    [Test]
    public async Task A_scheme_without_a_store_stops_the_start() =>
        await FluentActions.Awaiting(() => TestServer.StartAsync(static services => services.AddAuthentication().AddMtlsClient()))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("AddMtlsAuth does not know where the clients are.*");

    [TestCase("/guarded", "AddMtlsAuth")]
    [TestCase("/asked", "AddMtlsAuth")]
    [TestCase("/answered", "AddMtlsAuth")]
    [TestCase("/bound", "AddMtlsCertificates")]
    public async Task What_was_not_added_is_named_by_the_method_that_adds_it(string path, string method)
    {
        Exception? caught = null;
        await using TestServer server = await TestServer.StartAsync(
            static _ => { },
            app =>
            {
                app.Use(async (context, next) =>
                {
                    try
                    {
                        await next(context);
                    }
                    catch (InvalidOperationException exception)
                    {
                        caught = exception;
                    }
                });
                app.MapPost("/guarded", static () => "reached").RequireMtlsClient();
                app.MapPost("/asked", static async (HttpContext context) => await context.AuthenticateMtlsClientAsync());
                app.MapPost("/answered", static (HttpContext context) => context.WriteOAuthErrorAsync(new OAuthError("e", "d", 400)));
                app.MapPost("/bound", static (HttpContext context) => context.CheckCertificateConfirmation((string?)null).ToString());
            });
        using HttpClient client = server.CreateClient();

        using HttpResponseMessage response = await client.PostAsync(path, null);

        caught!.Message.Should().Be($"{method} is missing: call builder.Services.{method} before the application is built.");
    }

    [Test]
    public void AddMtlsCertificates_stands_in_the_pipeline_once_however_often_it_is_called()
    {
        ServiceCollection services = new();

        services.AddMtlsCertificates();
        services.AddMtlsCertificates();

        services.Should().ContainSingle(service => service.ServiceType == typeof(IStartupFilter))
            .And.ContainSingle(service => service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler));
    }

    [Test]
    public async Task Start_is_refused_without_a_store() =>
        await FluentActions.Awaiting(() => TestServer.StartAsync(services => services.AddMtlsAuth()))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("AddMtlsAuth does not know where the clients are.*");

    [Test]
    public async Task Start_is_refused_for_tls_client_auth_without_authorities() =>
        await FluentActions.Awaiting(() => StartAsync("""{ "EnabledMethods": ["tls_client_auth"] }"""))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("EnabledMethods has tls_client_auth*TrustAnchors*");

    [Test]
    public async Task Start_is_refused_for_authorities_that_are_not_there() =>
        await FluentActions.Awaiting(() => StartAsync("""{ "EnabledMethods": ["tls_client_auth"], "TrustAnchors": "missing.pem" }"""))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*missing.pem*");

    [Test]
    public async Task Start_is_refused_for_authorities_that_are_none()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("roots.pem", "nothing");

        await FluentActions.Awaiting(() => StartAsync($$"""{ "EnabledMethods": ["tls_client_auth"], "TrustAnchors": "{{file}}" }"""))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*roots.pem: not the certificates of certification authorities*");
    }

    [Test]
    public void AddMtlsAuth_lets_settings_be_checked_without_a_start()
    {
        ServiceCollection services = new();
        services.AddMtlsAuth(static options => options.MaximumFormLength = 0);
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate())
            .Should().Throw<OptionsValidationException>().WithMessage("MtlsAuthOptions:MaximumFormLength is 0*");
    }

    [Test]
    public void A_broken_edit_of_authorities_is_logged_and_the_last_good_ones_stay()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        string file = folder.Write("roots.pem", root.ExportCertificatePem());
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        ServiceCollection services = new();
        services.AddLogging(static logging => logging.AddFakeLogging()).AddSingleton<TimeProvider>(clock);
        services.AddMtlsAuth(options => options.TrustAnchors = file);
        using ServiceProvider provider = services.BuildServiceProvider();
        ConfiguredTrustAnchors anchors = provider.GetRequiredService<ConfiguredTrustAnchors>();
        folder.Write("roots.pem", "broken");
        clock.Advance(TimeSpan.FromMinutes(1));

        anchors.FirstExpiry.Should().Be(root.NotAfter);

        provider.GetFakeLogCollector().GetSnapshot().Should().ContainSingle(static record => record.Id.Id == 6)
            .Which.Message.Should().Match("Certification authorities not reloaded, the last good ones stay in force: *roots.pem: *");
    }

    // What only the server decides: SelfSignedMatching is how strictly the client's own certificate is compared.
    [Test]
    public void The_settings_of_registration_take_metadata_for_the_clients_own_words()
    {
        ServiceCollection services = new();
        services.AddLogging().AddMtlsAuth();
        using ServiceProvider provider = services.BuildServiceProvider();
        ClientRegistrationValidator validator = new(provider.GetRequiredService<ClientRegistrationValidatorOptions>());

        ClientRegistrationReport report = validator.Validate(new ClientMetadata { SelfSignedMatching = SelfSignedMatching.PublicKey });

        report.Findings.Should().ContainSingle(static finding => finding.Kind == ClientRegistrationFindingKind.ServerMember);
    }

    private static Task<TestServer> StartAsync(string json, string? section = null) => TestServer.StartAsync(services => services
        .AddMtlsAuth(section is null ? Read(json) : Read(json).GetSection(section)).AddInMemoryClients());

    private static MtlsAuthOptions Bind(string json)
    {
        ServiceCollection services = new();
        services.AddMtlsAuth(Read(json));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
    }

    private static IConfiguration Read(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
}
