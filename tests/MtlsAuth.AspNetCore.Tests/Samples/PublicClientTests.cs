using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>Public clients at the sample authorization server: no authentication, but tokens bound to a certificate (RFC 8705 §4).</summary>
public sealed class PublicClientTests
{
    private const string RedirectUri = "https://client.example/callback";

    // RFC 7636 appendix B.
    private const string CodeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly TemporaryFolder _data = new();
    private readonly X509Certificate2 _certificate = TestCertificates.Ec().Create().ToX509Certificate2();
    private readonly X509Certificate2 _otherCertificate = TestCertificates.Ec().Create().ToX509Certificate2();
    private AuthorizationServerProcess _server = null!;
    private string _clientId = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await AuthorizationServerProcess.StartAsync(_data.FullPath);
        using HttpClient http = _server.CreateClient();
        using StringContent body = new(
            $$"""
            {"token_endpoint_auth_method":"none","redirect_uris":["{{RedirectUri}}"],"tls_client_certificate_bound_access_tokens":true}
            """,
            Encoding.UTF8,
            "application/json");
        using HttpResponseMessage response = await http.PostAsync("/register", body);
        _clientId = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("client_id").GetString()!;
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _server?.Dispose();
        _certificate.Dispose();
        _otherCertificate.Dispose();
        _data.Dispose();
    }

    [Test]
    public async Task A_public_client_gets_a_token_that_is_bound_to_its_certificate()
    {
        JsonElement tokens = await RedeemCodeAsync();

        JsonWebToken token = new(tokens.GetProperty("access_token").GetString());
        token.GetPayloadValue<JsonElement>("cnf").TryGetProperty("x5t#S256", out _).Should().BeTrue();
    }

    [Test]
    public async Task A_refresh_token_of_a_public_client_is_of_use_with_its_certificate_only()
    {
        string refreshToken = (await RedeemCodeAsync()).GetProperty("refresh_token").GetString()!;

        (await RefreshAsync(_otherCertificate, refreshToken)).Should().Be("invalid_grant");
        (await RefreshAsync(null, refreshToken)).Should().NotBeNull();
        (await RefreshAsync(_certificate, refreshToken)).Should().BeNull();
    }

    [Test]
    public async Task A_public_client_has_no_grant_of_its_own() =>
        (await PostTokenAsync(_certificate, new() { ["grant_type"] = "client_credentials" })).Error.Should().Be("unauthorized_client");

    [TestCase("client_secret")]
    [TestCase("client_assertion")]
    public async Task A_public_client_with_a_credential_is_refused(string parameter)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials", [parameter] = "x" };

        (await PostTokenAsync(_certificate, form)).Error.Should().NotBeNull().And.NotBe("unauthorized_client");
    }

    [Test]
    public async Task A_public_client_asks_nothing_about_tokens()
    {
        using HttpClient http = _server.CreateClient(_certificate);
        using FormUrlEncodedContent form = new([new("client_id", _clientId), new("token", "x")]);

        using HttpResponseMessage response = await http.PostAsync("/introspect", form);

        response.StatusCode.Should().NotBe(HttpStatusCode.OK);
    }

    private async Task<JsonElement> RedeemCodeAsync()
    {
        string address = QueryHelpers.AddQueryString("/authorize", new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = _clientId,
            ["redirect_uri"] = RedirectUri,
            ["code_challenge"] = CodeChallenge,
            ["code_challenge_method"] = "S256",
        });
        using HttpClient browser = _server.CreateClient();
        using HttpResponseMessage response = await browser.GetAsync(address);
        string code = QueryHelpers.ParseQuery(response.Headers.Location!.Query)["code"]!;
        (JsonElement body, _) = await PostTokenAsync(_certificate, new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = CodeVerifier,
        });
        return body;
    }

    private async Task<string?> RefreshAsync(X509Certificate2? certificate, string refreshToken) =>
        (await PostTokenAsync(certificate, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken })).Error;

    private async Task<(JsonElement Body, string? Error)> PostTokenAsync(X509Certificate2? certificate, Dictionary<string, string> form)
    {
        using HttpClient http = _server.CreateClient(certificate);
        using FormUrlEncodedContent content = new(form.Append(new("client_id", _clientId)));
        using HttpResponseMessage response = await http.PostAsync("/token", content);
        JsonElement body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (body, body.TryGetProperty("error", out JsonElement error) ? error.GetString() : null);
    }
}
