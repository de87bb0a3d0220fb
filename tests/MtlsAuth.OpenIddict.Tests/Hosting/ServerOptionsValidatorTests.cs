using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MtlsAuth.OpenIddict.Tests.Hosting;

[Parallelizable(ParallelScope.All)]
internal sealed class ServerOptionsValidatorTests
{
    private static readonly TestCaseData<Action<OpenIddictServerBuilder>, string>[] Settings =
    [
        Case("own self-signed", static server => server.EnableSelfSignedTlsClientAuthentication(), "*own mutual TLS*"),
        Case(
            "own chains",
            static server => server.EnablePublicKeyInfrastructureTlsClientAuthentication([.. PublicAuthority()]),
            "*own mutual TLS*"),
        Case("own bound access tokens", static server => server.UseClientCertificateBoundAccessTokens(), "*AllClients*"),
        Case("own bound refresh tokens", static server => server.UseClientCertificateBoundRefreshTokens(), "*AllClients*"),
        Case(
            "renewed certificates",
            static server => server.UseMtlsAuth(static options =>
                options.TokenBinding = new TokenBindingPolicy { AcceptRenewedCertificates = true }),
            "*AcceptRenewedCertificates*"),
        Case("no policy", static server => server.UseMtlsAuth(static options => options.TokenBinding = null!), "*TokenBinding is null*"),
    ];

    [TestCaseSource(nameof(Settings))]
    public async Task A_setting_that_could_let_somebody_in_stops_the_start(Action<OpenIddictServerBuilder> configure, string text)
    {
        Func<Task> start = async () =>
        {
            await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(configureServer: configure);
        };

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(text);
    }

    [Test]
    public async Task Degraded_mode_stops_the_start()
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddOpenIddict().AddServer(static server =>
        {
            server.SetTokenEndpointUris("token").AllowClientCredentialsFlow().AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            server.UseAspNetCore();
            server.EnableDegradedMode().UseMtlsAuth();
        });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Action start = provider.GetRequiredService<IStartupValidator>().Validate;

        start.Should().Throw<OptionsValidationException>().WithMessage("*degraded mode*");
    }

    [Test]
    public async Task Calling_twice_is_as_good_as_once()
    {
        await using OpenIddictTestServer server =
            await OpenIddictTestServer.StartAsync(configureServer: static server => server.UseMtlsAuth());
        await server.RegisterAsync(OtherClients.WithSecret("secret"));

        using HttpResponseMessage response = await server.PostTokenAsync("secret", null, "&client_secret=" + OtherClients.Secret);

        response.IsSuccessStatusCode.Should().BeTrue();
    }

    private static IEnumerable<X509Certificate2> PublicAuthority() =>
        [X509CertificateLoader.LoadCertificate(Authorities.Clients.RawData)];

    private static TestCaseData<Action<OpenIddictServerBuilder>, string> Case(
        string name, Action<OpenIddictServerBuilder> configure, string text) => new(configure, text) { TestName = name };
}
