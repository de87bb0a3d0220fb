using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

/// <summary>One setting chooses a profile, and reaches everything that the container gives.</summary>
public sealed class ProfileTests
{
    private static readonly string Authorities = Path.Combine(TestVectors.Folder, "open-finance-brasil", "ca-br-root.pem");

    [Test]
    public async Task The_setting_reaches_authentication_registration_and_token_binding()
    {
        await using TestServer server = await StartAsync("fapibrazil");

        MtlsAuthOptions options = server.Services.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
        options.FindProfile().Should().BeSameAs(SecurityProfile.FapiBrazil);
        options.EnabledMethods.Should().Equal(ClientAuthenticationMethods.TlsClientAuth);
        ClientRegistrationValidatorOptions registration = server.Services.GetRequiredService<ClientRegistrationValidatorOptions>();
        registration.Profile.Should().BeSameAs(SecurityProfile.FapiBrazil);
        registration.EnabledMethods.Should().Equal(ClientAuthenticationMethods.TlsClientAuth);
        registration.CertificatePolicy.ClientAuthenticationUsage.Should().Be(CertificateCheck.Enforce);
        server.Services.GetRequiredService<TokenBindingPolicy>().AllClients.Should().Be(TokenBindingMode.Required);
        ClientRegistryResult added = await server.Services.GetRequiredService<IClientRegistry>().AddAsync(new ClientMetadata
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = "CN=x,organizationIdentifier=OFBBR-1",
        });
        added.Findings.Should().ContainSingle().Which.Text.Should().StartWith("FapiBrazil: ").And.Contain("2.5.4.97=#0c074f464242522d31");
    }

    [Test]
    public async Task Without_the_setting_nothing_changes()
    {
        await using TestServer server = await StartAsync(profile: null);

        MtlsAuthOptions options = server.Services.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
        options.FindProfile().Should().BeNull();
        options.EnabledMethods.Should().BeNull();
        server.Services.GetRequiredService<ClientRegistrationValidatorOptions>().Profile.Should().BeNull();
        server.Services.GetRequiredService<TokenBindingPolicy>().AllClients.Should().Be(TokenBindingMode.Never);
    }

    // The policy for certificates is the authenticator's, and not only registration's.
    [Test]
    public async Task A_key_that_the_profile_does_not_allow_is_refused()
    {
        using TestClient client = new("c");
        await using TestServer server = await TestServer.StartAsync(
            services => services
                .AddMtlsAuth(options =>
                {
                    options.Profile = nameof(SecurityProfile.FapiBrazil);
                    options.TrustAnchors = Authorities;
                })
                .AddInMemoryClients(new ClientMetadata
                {
                    ClientId = "c",
                    TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                    TlsClientAuthSubjectDn = "CN=c",
                }));

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Reason.Should().Be(nameof(ClientAuthenticationFailureReason.KeyKindNotAllowed));
    }

    [Test]
    public async Task A_profile_without_mutual_TLS_methods_binds_tokens_and_authenticates_nobody()
    {
        using TestClient client = new("c");
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddMtlsAuth(static options => options.Profile = nameof(SecurityProfile.CdrAustralia))
            .AddInMemoryClients(client.Metadata));

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Reason.Should().Be(nameof(ClientAuthenticationFailureReason.MethodNotEnabled));
        server.Services.GetRequiredService<TokenBindingPolicy>().AllClients.Should().Be(TokenBindingMode.Required);
    }

    [TestCase("Fapi3")]
    [TestCase("")]
    [TestCase("FapiBrazil,Fapi2")]
    public async Task An_unknown_profile_stops_the_start(string profile) =>
        await StartAsync(profile).Awaiting(static start => start).Should().ThrowAsync<OptionsValidationException>().WithMessage(
            $"MtlsAuth:Profile is '{profile}'; it has to be one of Fapi1Advanced, Fapi2, FapiBrazil, UkOpenBanking, NlGov, CdrAustralia, "
            + "or left out.");

    [TestCase("FapiBrazil", "pub_key_tls_client_auth", "*EnabledMethods:0 is 'pub_key_*FapiBrazil allows: tls_client_auth.")]
    [TestCase("FapiBrazil", "self_signed_tls_client_auth", "*EnabledMethods:0 is 'self_signed_*FapiBrazil allows: tls_client_auth.")]
    [TestCase("CdrAustralia", "tls_client_auth", "*EnabledMethods:0 is 'tls_client_auth'; it has to be left out: CdrAustralia has no *")]
    public async Task A_method_that_the_profile_does_not_have_stops_the_start(string profile, string method, string message)
    {
        Func<Task> start = () => StartAsync(profile, ("EnabledMethods:0", method));

        (await start.Should().ThrowAsync<OptionsValidationException>().WithMessage(message)).Which.Failures.Should().ContainSingle();
    }

    [Test]
    public async Task Kinds_of_key_none_of_which_the_profile_has_stop_the_start()
    {
        Func<Task> start = () => StartAsync("FapiBrazil", ("CertificatePolicy:AllowedKeyKinds:0", "P256"));

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*CertificatePolicy:AllowedKeyKinds is 'P256'*Rsa*");
    }

    [Test]
    public async Task A_setting_that_is_out_of_range_stops_the_start_under_a_profile_as_well()
    {
        Func<Task> start = () => StartAsync("FapiBrazil", ("InvalidClientStatusCode", "403"));

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("*InvalidClientStatusCode is 403*");
    }

    [Test]
    public async Task A_policy_for_tokens_that_is_softer_than_the_profile_stops_the_start()
    {
        Func<Task> start = () => StartWithAsync(static services => services.AddSingleton(new TokenBindingPolicy()));

        await start.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*TokenBindingPolicy that is softer*AllClients is Never; it has to be Required under FapiBrazil.*Strengthen.");
        await using TestServer server = await StartWithAsync(
            static services => services.AddSingleton(SecurityProfile.FapiBrazil.Strengthen(new TokenBindingPolicy())));
    }

    [Test]
    public async Task Settings_of_registration_without_the_profile_stop_the_start()
    {
        Func<Task> start = () => StartWithAsync(static services => services.AddSingleton(new ClientRegistrationValidatorOptions()));

        await start.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*ClientRegistrationValidatorOptions without the profile FapiBrazil. Set Profile to *.FindProfile().");
    }

    [Test]
    public async Task Clients_in_a_file_are_checked_by_the_profile()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("clients.json", """
            [{ "client_id": "a", "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "CN=x;C=BR" }]
            """);

        Func<Task> start = () => TestServer.StartAsync(services => services
            .AddMtlsAuth(Options("FapiBrazil")).AddJsonFileClients(file, refuseInvalidClients: true));

        await start.Should().ThrowAsync<ClientMetadataFileException>()
            .WithMessage("*FapiBrazil: At offset 4: Separate the RDNs with commas.*");
    }

    [Test]
    public void FindProfile_throws_for_a_name_that_is_none() =>
        new MtlsAuthOptions { Profile = "Fapi3" }.Invoking(static options => options.FindProfile())
            .Should().Throw<InvalidOperationException>().WithMessage("There is no profile 'Fapi3'.");

    private static Task<TestServer> StartAsync(string? profile, params (string Name, string Value)[] settings) =>
        TestServer.StartAsync(services => services.AddMtlsAuth(Options(profile, settings)).AddInMemoryClients());

    private static Task<TestServer> StartWithAsync(Action<IServiceCollection> register) => TestServer.StartAsync(services =>
    {
        services.AddMtlsAuth(Options("FapiBrazil")).AddInMemoryClients();
        register(services);
    });

    private static IConfigurationSection Options(string? profile, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> values = settings.ToDictionary(
            static setting => $"MtlsAuth:{setting.Name}", static setting => (string?)setting.Value);
        values["MtlsAuth:TrustAnchors"] = Authorities;
        if (profile is not null)
        {
            values["MtlsAuth:Profile"] = profile;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("MtlsAuth");
    }
}
