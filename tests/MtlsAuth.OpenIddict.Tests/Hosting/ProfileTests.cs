using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.Registration;

namespace MtlsAuth.OpenIddict.Tests.Hosting;

/// <summary>The profile of <c>MtlsAuthOptions</c> is that of OpenIddict's tokens and metadata as well.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ProfileTests
{
    [Test]
    public async Task Tokens_of_all_clients_are_bound_where_the_profile_binds_them()
    {
        await using OpenIddictTestServer server = await StartAsync(nameof(SecurityProfile.CdrAustralia));
        await server.RegisterAsync(OtherClients.WithSecret("other"));

        using HttpResponseMessage response =
            await server.PostAsync("/token", "grant_type=client_credentials&client_id=other&client_secret=" + OtherClients.Secret);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        server.Logs.Should().Contain(record =>
            record.Id == 50 && record.Message.Contains("CertificateRequiredByServer", StringComparison.Ordinal));
    }

    [Test]
    public async Task Grants_are_bound_where_the_profile_binds_them_and_other_settings_stay()
    {
        await using OpenIddictTestServer server = await StartAsync(
            nameof(SecurityProfile.Fapi1Advanced),
            new TokenBindingPolicy { ClientsThatAsk = TokenBindingMode.Never });

        TokenBindingPolicy policy = server.Services.GetRequiredService<IOptions<MtlsOpenIddictOptions>>().Value.TokenBinding;

        policy.AllClients.Should().Be(TokenBindingMode.Required);
        policy.BindGrantsOfConfidentialClients.Should().BeTrue();
        policy.ClientsThatAsk.Should().Be(TokenBindingMode.Never);
    }

    [Test]
    public async Task Only_the_methods_of_the_profile_are_published()
    {
        await using OpenIddictTestServer server = await StartAsync(nameof(SecurityProfile.UkOpenBanking));

        using HttpResponseMessage response = await server.GetAsync("/.well-known/openid-configuration");

        (await response.ReadAsync()).GetProperty("token_endpoint_auth_methods_supported").EnumerateArray()
            .Select(static method => method.GetString())
            .Should().Contain("tls_client_auth").And.NotContain("pub_key_tls_client_auth");
    }

    [Test]
    public async Task A_method_that_the_profile_does_not_have_stops_the_start()
    {
        Func<Task> start = () => OpenIddictTestServer.StartAsync(configureServices: static services =>
            services.Configure<MtlsAuthOptions>(static options => options.Profile = nameof(SecurityProfile.Fapi2)));

        await start.Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*EnabledMethods:0 is 'pub_key_tls_client_auth'*Fapi2 allows: tls_client_auth, self_signed_tls_client_auth.*");
    }

    private static Task<OpenIddictTestServer> StartAsync(string profile, TokenBindingPolicy? policy = null) =>
        OpenIddictTestServer.StartAsync(
            configureMtls: policy is null ? null : options => options.TokenBinding = policy,
            configureServices: services => services.Configure<MtlsAuthOptions>(options =>
            {
                options.Profile = profile;
                options.EnabledMethods = null;
            }));
}
