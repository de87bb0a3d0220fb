using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;
using OpenIddict.Abstractions;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>Tokens are bound for each client as the policy says (RFC 8705 §3, §4).</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class TokenBindingTests : ServerFixture
{
    private const string PasswordGrant = "grant_type=password&username=u&password=p&scope=offline_access&client_id=";

    [OneTimeSetUp]
    public async Task RegisterAsync()
    {
        await Server.RegisterAsync(Asking(OtherClients.WithSecret("asking")));
        await Server.RegisterAsync(Asking(OtherClients.Public("asking-public")));
    }

    [Test]
    public async Task The_token_of_a_client_that_asks_is_bound_to_whatever_certificate_it_brings()
    {
        using HttpResponseMessage response = await Server.PostTokenAsync("asking", Registered, "&client_secret=" + OtherClients.Secret);

        (await response.ReadBoundThumbprintAsync()).Should().Be(RegisteredThumbprint);
    }

    [TestCase("grant_type=client_credentials&client_id=asking&client_secret=" + OtherClients.Secret)]
    [TestCase(PasswordGrant + "asking-public")]
    public async Task A_client_that_asks_gets_no_token_without_certificate(string form)
    {
        using HttpResponseMessage response = await Server.PostAsync("/token", form);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ReadErrorAsync()).Should().Be("invalid_request");
        Server.Logs.Should().Contain(record =>
            record.Id == 50 && record.Message.Contains("CertificateRequiredByClientMetadata", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_wrong_secret_is_told_from_a_missing_certificate()
    {
        using HttpResponseMessage response = await Server.PostTokenAsync("asking", null, "&client_secret=guess");

        (await response.ReadErrorAsync()).Should().Be("invalid_client");
    }

    [Test]
    public async Task A_browser_gets_no_token_that_would_have_to_be_bound()
    {
        using HttpResponseMessage refused = await AuthorizeAsync("asking-public", "token");
        refused.StatusCode.Should().Be(HttpStatusCode.Redirect);
        refused.Headers.Location!.Fragment.Should().Contain("error=invalid_request").And.NotContain("access_token");

        using HttpResponseMessage mtls = await AuthorizeAsync("mtls", "token");
        mtls.Headers.Location!.Fragment.Should().Contain("error=").And.NotContain("access_token");

        using HttpResponseMessage unbound = await AuthorizeAsync("public", "token");
        unbound.Headers.Location!.Fragment.Should().Contain("access_token");
        string token = unbound.Headers.Location.Fragment[1..].Split('&')
            .Single(item => item.StartsWith("access_token=", StringComparison.Ordinal));
        Responses.ReadBoundThumbprint(token["access_token=".Length..]).Should().BeNull();
    }

    [Test]
    public async Task The_refresh_token_of_a_public_client_is_bound()
    {
        string refreshToken = await GetRefreshTokenAsync(PasswordGrant + "asking-public", Registered);
        string form = $"grant_type=refresh_token&client_id=asking-public&refresh_token={refreshToken}";

        using HttpResponseMessage without = await Server.PostAsync("/token", form);
        without.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using HttpResponseMessage other = await Server.PostAsync("/token", form, Foreign);
        other.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await other.ReadErrorAsync()).Should().Be("invalid_grant");

        using HttpResponseMessage same = await Server.PostAsync("/token", form, Registered);
        same.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await same.Content.ReadAsStringAsync());
        (await same.ReadBoundThumbprintAsync()).Should().Be(RegisteredThumbprint);
    }

    [Test]
    public async Task The_refresh_token_of_an_unbound_client_goes_on_with_any_certificate()
    {
        string refreshToken = await GetRefreshTokenAsync(PasswordGrant + "public", Registered);

        using HttpResponseMessage response =
            await Server.PostAsync("/token", $"grant_type=refresh_token&client_id=public&refresh_token={refreshToken}", Foreign);

        response.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await response.Content.ReadAsStringAsync());
        (await response.ReadBoundThumbprintAsync()).Should().BeNull();
    }

    [Test]
    public async Task The_refresh_token_of_a_client_that_authenticates_survives_a_renewed_certificate()
    {
        using ECDsa key = TestKeys.CreateP256();
        using X509Certificate2 certificate = TestCertificates.Ec().WithKey(key).Create().ToX509Certificate2();
        using X509Certificate2 renewed = TestCertificates.Ec().WithKey(key).Create().ToX509Certificate2();
        await Server.RegisterAsync(CreateMetadata("renewing", certificate));
        string refreshToken = await GetRefreshTokenAsync(PasswordGrant + "renewing", certificate);
        string form = $"grant_type=refresh_token&client_id=renewing&refresh_token={refreshToken}";

        using HttpResponseMessage other = await Server.PostAsync("/token", form, Foreign);
        other.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using HttpResponseMessage response = await Server.PostAsync("/token", form, renewed);
        response.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await response.Content.ReadAsStringAsync());
        (await response.ReadBoundThumbprintAsync()).Should().NotBeNull();
    }

    [Test]
    public async Task A_token_that_is_exchanged_for_another_is_bound_again()
    {
        string form = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token&subject_token=";
        using HttpResponseMessage granted = await Server.PostTokenAsync("mtls", Registered);
        string bound = await granted.ReadAccessTokenAsync();

        using HttpResponseMessage ours = await Server.PostAsync("/token", $"{form}{bound}&client_id=mtls", Registered);
        ours.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await ours.Content.ReadAsStringAsync());
        (await ours.ReadBoundThumbprintAsync()).Should().Be(RegisteredThumbprint);

        // Another client that has stolen the token has not its certificate.
        using HttpResponseMessage stolen = await Server.PostAsync(
            "/token", form + bound, Foreign, AuthenticationHeader.Basic("secret", OtherClients.Secret));
        stolen.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task A_code_is_redeemed_by_the_registered_certificate_only()
    {
        using HttpResponseMessage authorized = await AuthorizeAsync("mtls", "code");
        string code = authorized.Headers.Location!.Query[1..].Split('&')
            .Single(item => item.StartsWith("code=", StringComparison.Ordinal));
        string form = $"grant_type=authorization_code&client_id=mtls&redirect_uri=https://client.example/callback&{code}";

        using HttpResponseMessage other = await Server.PostAsync("/token", form, Foreign);
        other.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using HttpResponseMessage response = await Server.PostAsync("/token", form, Registered);
        (await response.ReadBoundThumbprintAsync()).Should().Be(RegisteredThumbprint);
    }

    [Test]
    public async Task The_policy_can_bind_tokens_of_all_clients_and_refresh_tokens_of_confidential_ones()
    {
        await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(configureMtls: static options =>
            options.TokenBinding = new TokenBindingPolicy
            {
                AllClients = TokenBindingMode.WhenPresent,
                BindGrantsOfConfidentialClients = true,
            });
        await server.RegisterAsync(OtherClients.WithSecret("secret"));
        string form = $"client_id=secret&client_secret={OtherClients.Secret}";

        using HttpResponseMessage with = await server.PostAsync("/token", "grant_type=client_credentials&" + form, Registered);
        (await with.ReadBoundThumbprintAsync()).Should().Be(RegisteredThumbprint);
        using HttpResponseMessage without = await server.PostAsync("/token", "grant_type=client_credentials&" + form);
        (await without.ReadBoundThumbprintAsync()).Should().BeNull();

        using HttpResponseMessage granted = await server.PostAsync(
            "/token", "grant_type=password&username=u&password=p&scope=offline_access&" + form, Registered);
        string? refreshToken = (await granted.ReadAsync()).GetProperty("refresh_token").GetString();
        string refresh = $"grant_type=refresh_token&{form}&refresh_token={refreshToken}";
        using HttpResponseMessage other = await server.PostAsync("/token", refresh, Foreign);
        other.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using HttpResponseMessage same = await server.PostAsync("/token", refresh, Registered);
        same.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await same.Content.ReadAsStringAsync());
    }

    [TestCase("/api")]
    [TestCase("/userinfo")]
    public async Task A_bound_token_passes_with_its_certificate_only(string path)
    {
        // The userinfo endpoint takes tokens of users.
        using HttpResponseMessage granted = await Server.PostAsync("/token", PasswordGrant + "mtls", Registered);
        AuthenticationHeader token = AuthenticationHeader.Bearer(await granted.ReadAccessTokenAsync());

        using HttpResponseMessage same = await Server.GetAsync(path, Registered, token);
        same.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await same.Content.ReadAsStringAsync());
        using HttpResponseMessage other = await Server.GetAsync(path, Foreign, token);
        other.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using HttpResponseMessage none = await Server.GetAsync(path, null, token);
        none.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_bound_token_passes_behind_a_proxy()
    {
        await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(isProxied: true);
        await server.RegisterAsync(CreateMetadata("mtls", Registered));
        using HttpResponseMessage granted = await server.PostAsync("/token", PasswordGrant + "mtls", Registered);
        AuthenticationHeader token = AuthenticationHeader.Bearer(await granted.ReadAccessTokenAsync());

        foreach (string path in new[] { "/api", "/userinfo" })
        {
            using HttpResponseMessage same = await server.GetAsync(path, Registered, token);
            same.StatusCode.Should().Be(HttpStatusCode.OK);
            using HttpResponseMessage other = await server.GetAsync(path, Foreign, token);
            other.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    private static OpenIddictApplicationDescriptor Asking(OpenIddictApplicationDescriptor application) => application.SetMtlsClient(
        new ClientMetadata { TokenEndpointAuthMethod = null, TlsClientCertificateBoundAccessTokens = true });

    private Task<HttpResponseMessage> AuthorizeAsync(string id, string responseType) => Server.GetAsync(
        $"/authorize?response_type={responseType}&client_id={id}&redirect_uri=https://client.example/callback");

    private async Task<string> GetRefreshTokenAsync(string form, X509Certificate2 certificate)
    {
        using HttpResponseMessage response = await Server.PostAsync("/token", form, certificate);
        return (await response.ReadAsync()).GetProperty("refresh_token").GetString()!;
    }
}
