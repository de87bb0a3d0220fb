using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>A client of the sample authorization server that gets codes and refresh tokens, at whichever instance.</summary>
internal sealed class SampleClient : IDisposable
{
    private const string RedirectUri = "https://client.example/callback";

    // RFC 7636 appendix B.
    private const string CodeVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string CodeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly TestClient _client = new();

    public string Id { get; private set; } = string.Empty;

    /// <summary>What the server answered to the registration.</summary>
    public JsonElement Registration { get; private set; }

    /// <summary>The metadata that it registers, with further members.</summary>
    public string CreateMetadata(string furtherMembers = "")
    {
        string keys = JsonElement.Parse(_client.Metadata.ToUtf8Json()).GetProperty("jwks").GetRawText();
        return $$"""
            {"token_endpoint_auth_method":"pub_key_tls_client_auth","redirect_uris":["{{RedirectUri}}"],"jwks":{{keys}}{{furtherMembers}}}
            """;
    }

    public async Task RegisterAsync(AuthorizationServerProcess server)
    {
        using HttpClient http = server.CreateClient();
        using StringContent body = new(CreateMetadata(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync("/register", body);
        response.StatusCode.Should().Be(HttpStatusCode.Created);
        Registration = await response.Content.ReadFromJsonAsync<JsonElement>();
        Id = Registration.GetProperty("client_id").GetString()!;
    }

    /// <summary>Calls the client's registration, at the server of this address; its token unless there is another.</summary>
    public async Task<HttpResponseMessage> ManageAsync(
        AuthorizationServerProcess server, HttpMethod method, string? body = null, string? token = null)
    {
        string path = new Uri(Registration.GetProperty("registration_client_uri").GetString()!).AbsolutePath;
        token ??= Registration.GetProperty("registration_access_token").GetString();
        using HttpClient http = server.CreateClient();
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request);
    }

    public async Task<string> GetCodeAsync(AuthorizationServerProcess server, string? scope = null)
    {
        string address = QueryHelpers.AddQueryString("/authorize", new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Id,
            ["redirect_uri"] = RedirectUri,
            ["code_challenge"] = CodeChallenge,
            ["code_challenge_method"] = "S256",
            ["scope"] = scope,
        });
        using HttpClient browser = server.CreateClient();
        using HttpResponseMessage response = await browser.GetAsync(address);
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(response.Headers.Location!.Query);
        return (query.TryGetValue("code", out StringValues code) ? code : query["error"]).ToString();
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> RedeemAsync(AuthorizationServerProcess server, string code) =>
        PostAsync(server, "/token", new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = CodeVerifier,
        });

    public Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(AuthorizationServerProcess server, string refreshToken) =>
        PostAsync(server, "/token", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken });

    public Task<(HttpStatusCode Status, JsonElement Body)> GetTokenAsync(AuthorizationServerProcess server) =>
        PostAsync(server, "/token", new() { ["grant_type"] = "client_credentials" });

    public Task<(HttpStatusCode Status, JsonElement Body)> IntrospectAsync(AuthorizationServerProcess server, string token) =>
        PostAsync(server, "/introspect", new() { ["token"] = token });

    public void Dispose() => _client.Dispose();

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        AuthorizationServerProcess server, string path, Dictionary<string, string> form)
    {
        using HttpClient http = server.CreateClient(_client.Certificate);
        using FormUrlEncodedContent content = new(form.Append(new("client_id", Id)));
        using HttpResponseMessage response = await http.PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
