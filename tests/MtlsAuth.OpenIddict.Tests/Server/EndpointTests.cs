using System.Net;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>Clients authenticate at five endpoints.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class EndpointTests : ServerFixture
{
    private const string Code =
        "response_type=code&redirect_uri=https://client.example/callback&code_challenge_method=S256"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static readonly string[] Endpoints = ["/token", "/introspect", "/revoke", "/par", "/device"];

    [TestCaseSource(nameof(Endpoints))]
    public async Task The_registered_certificate_counts(string endpoint)
    {
        using HttpResponseMessage response =
            await Server.PostAsync(endpoint, await CreateFormAsync(endpoint) + "&client_id=mtls", Registered);

        response.IsSuccessStatusCode.Should().BeTrue("{0}", await response.Content.ReadAsStringAsync());
    }

    [TestCaseSource(nameof(Endpoints))]
    public async Task A_foreign_certificate_does_not_count(string endpoint) => await ExpectRefusalAsync(endpoint, "&client_id=mtls", null);

    [TestCaseSource(nameof(Endpoints))]
    public async Task A_foreign_certificate_does_not_count_for_a_client_in_Basic(string endpoint) =>
        await ExpectRefusalAsync(endpoint, "", AuthenticationHeader.Basic("mtls", ""));

    [TestCaseSource(nameof(Endpoints))]
    public async Task A_certificate_is_no_secret(string endpoint) => await ExpectRefusalAsync(endpoint, "&client_id=secret", null);

    [TestCaseSource(nameof(Endpoints))]
    public async Task A_certificate_does_not_mend_a_wrong_secret(string endpoint) =>
        await ExpectRefusalAsync(endpoint, "", AuthenticationHeader.Basic("secret", "guess"));

    [TestCaseSource(nameof(Endpoints))]
    public async Task A_secret_beside_a_foreign_certificate_counts(string endpoint)
    {
        using HttpResponseMessage response = await Server.PostAsync(
            endpoint, await CreateFormAsync(endpoint), Foreign, AuthenticationHeader.Basic("secret", OtherClients.Secret));

        response.IsSuccessStatusCode.Should().BeTrue("{0}", await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Introspection_gives_the_certificate_that_a_token_is_bound_to()
    {
        using HttpResponseMessage response =
            await Server.PostAsync("/introspect", await CreateFormAsync("/introspect") + "&client_id=mtls", Registered);

        (await response.ReadAsync()).GetProperty("cnf").GetProperty("x5t#S256").GetString().Should().Be(RegisteredThumbprint);
    }

    [Test]
    public async Task Introspection_by_GET_is_no_way_around_authentication()
    {
        using HttpResponseMessage right = await Server.GetAsync("/introspect?token=x&client_id=mtls", Foreign);
        using HttpResponseMessage secret = await Server.GetAsync("/introspect?token=x&client_id=secret", Foreign);

        right.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        secret.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private async Task ExpectRefusalAsync(string endpoint, string form, AuthenticationHeader? authorization)
    {
        using HttpResponseMessage response =
            await Server.PostAsync(endpoint, await CreateFormAsync(endpoint) + form, Foreign, authorization);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "{0}", await response.Content.ReadAsStringAsync());
        (await response.ReadErrorAsync()).Should().Be("invalid_client");
    }

    private async Task<string> CreateFormAsync(string endpoint)
    {
        switch (endpoint)
        {
            case "/token":
                return "grant_type=client_credentials";
            case "/par":
                return Code;
            case "/device":
                return "scope=";
            default:
                using (HttpResponseMessage response = await Server.PostTokenAsync("mtls", Registered))
                {
                    return "token=" + await response.ReadAccessTokenAsync();
                }
        }
    }
}
