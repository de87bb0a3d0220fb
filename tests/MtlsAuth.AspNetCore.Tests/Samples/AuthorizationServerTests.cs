using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Samples;

public sealed class AuthorizationServerTests
{
    private readonly TemporaryFolder _data = new();
    private readonly TestClient _client = new();
    private AuthorizationServerProcess _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await AuthorizationServerProcess.StartAsync(_data.FullPath);

    [OneTimeTearDown]
    public void Dispose()
    {
        _server?.Dispose();
        _client.Dispose();
        _data.Dispose();
    }

    [Test]
    public async Task Token_verifies_against_the_servers_keys()
    {
        string clientId = await RegisterAsync(_server);

        using HttpResponseMessage response = await PostTokenAsync($"grant_type=client_credentials&client_id={clientId}&scope=a+b");

        ShouldNotBeCached(response);
        string token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        using HttpClient http = _server.CreateClient();
        TokenValidationResult result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = _server.Address.OriginalString,
            ValidAudience = "https://api.example.com",
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = new JsonWebKeySet(await http.GetStringAsync("/jwks")).GetSigningKeys(),
        });
        result.Exception.Should().BeNull();
        result.Claims["sub"].Should().Be(clientId);
        result.Claims["client_id"].Should().Be(clientId);
        result.Claims["scope"].Should().Be("a b");
        result.Claims["jti"].Should().BeOfType<string>().Which.Should().NotBeEmpty();
    }

    [Test]
    public async Task Clients_register_after_the_file_was_saved_with_a_byte_order_mark()
    {
        using TemporaryFolder data = new();
        using AuthorizationServerProcess server = await AuthorizationServerProcess.StartAsync(data.FullPath);
        await File.WriteAllBytesAsync(data.PathOf("clients.json"), [.. Encoding.UTF8.Preamble, .. "[]"u8]);

        (await RegisterAsync(server)).Should().NotBeEmpty();
    }

    [Test]
    public async Task Token_has_no_scope_for_an_empty_one()
    {
        string clientId = await RegisterAsync(_server);

        using HttpResponseMessage response = await PostTokenAsync($"grant_type=client_credentials&client_id={clientId}&scope=");

        string token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        new JsonWebToken(token).TryGetClaim("scope", out _).Should().BeFalse();
    }

    [TestCase("", "invalid_request")]
    [TestCase("&grant_type=", "invalid_request")]
    [TestCase("&grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    [TestCase("&grant_type=client_credentials&scope=a&scope=b", "invalid_request")]
    [TestCase("&grant_type=password", "unsupported_grant_type")]
    [TestCase("&grant_type=%00", "invalid_request")]
    [TestCase("&grant_type=%ff", "unsupported_grant_type")]
    public async Task Token_is_refused(string parameters, string error)
    {
        string clientId = await RegisterAsync(_server);

        using HttpResponseMessage response = await PostTokenAsync($"client_id={clientId}{parameters}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ReadErrorAsync()).Should().Be(error);
        ShouldNotBeCached(response);
    }

    [Test]
    public async Task Token_is_refused_for_another_clients_certificate()
    {
        string clientId = await RegisterAsync(_server);
        using X509Certificate2 other = TestCertificates.Ec().Create().ToX509Certificate2();
        using HttpClient http = _server.CreateClient(other);
        using FormUrlEncodedContent form = new([new("grant_type", "client_credentials"), new("client_id", clientId)]);

        using HttpResponseMessage response = await http.PostAsync("/token", form);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.ReadErrorAsync()).Should().Be("invalid_client");
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("\"\\ud800\"")]
    [TestCase("{\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\"}")]
    [TestCase("{\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\",\"jwks\":{\"keys\":[]}}")]
    [TestCase("{\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\",\"jwks\":7}")]
    [TestCase("{\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\",\"jwks_uri\":\"http://a.example/jwks\"}")]
    [TestCase("{\"token_endpoint_auth_method\":\"client_secret_basic\",\"jwks\":{\"keys\":[KEY]}}")]
    [TestCase("{\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\",\"jwks_uri\":\"https://a.example/jwks\",\"jwks\":{\"keys\":[KEY]}}")]
    [TestCase("{\"token_endpoint_auth_method\":\"pub_key_tls_client_auth\",\"jwks\":{\"keys\":[PRIVATE]}}")]
    public async Task Registration_is_refused(string body)
    {
        string key = """{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" }""";
        string privateKey = key.Replace(" }", ",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"}", StringComparison.Ordinal);

        await RegistrationShouldBeRefusedAsync(
            body.Replace("KEY", key, StringComparison.Ordinal).Replace("PRIVATE", privateKey, StringComparison.Ordinal), chunked: false);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Registration_is_refused_if_it_is_too_long(bool chunked) =>
        await RegistrationShouldBeRefusedAsync(new string(' ', 70_000), chunked);

    // The file of all clients nests each of them one level deeper.
    [Test]
    public async Task Registration_is_refused_if_the_store_could_not_read_it_again()
    {
        string nested = new string('[', 15) + new string(']', 15);

        await RegistrationShouldBeRefusedAsync(CreateRegistration().Replace("}]}}", "}]},\"x\":" + nested + "}", StringComparison.Ordinal), chunked: false);

        (await RegisterAsync(_server)).Should().NotBeEmpty();
    }

    [Test]
    public async Task Registration_does_not_let_clients_choose_their_id()
    {
        using HttpClient http = _server.CreateClient();
        using StringContent body = new(CreateRegistration().Replace("{\"token", "{\"client_id\":\"mine\",\"token", StringComparison.Ordinal));

        using HttpResponseMessage response = await http.PostAsync("/register", body);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        ShouldNotBeCached(response);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("client_id").GetString().Should().NotBe("mine");
    }

    [Test]
    public async Task Metadata_names_issuer_and_endpoints()
    {
        using HttpClient http = _server.CreateClient();

        JsonElement metadata = await http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server");

        metadata.GetProperty("issuer").GetString().Should().Be(_server.Address.OriginalString);
        metadata.GetProperty("token_endpoint").GetString().Should().NotStartWith(_server.Address.OriginalString);
        metadata.GetProperty("mtls_endpoint_aliases").GetProperty("token_endpoint").GetString()
            .Should().Be(_server.Address.OriginalString + "/token");
        metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(item => item.GetString())
            .Should().Contain("pub_key_tls_client_auth");
    }

    [Test]
    public async Task One_setting_puts_the_server_under_a_profile()
    {
        using TemporaryFolder data = new();
        using AuthorizationServerProcess server =
            await AuthorizationServerProcess.StartAsync(data.FullPath, "--MtlsAuth:Profile", "FapiBrazil");
        using HttpClient http = server.CreateClient();
        using StringContent refused = new(
            """{ "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "CN=c,serialNumber=43" }""");
        using StringContent accepted = new(
            """{ "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "CN=c,2.5.4.5=#13023433" }""");

        JsonElement metadata = await http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-authorization-server");
        using HttpResponseMessage refusal = await http.PostAsync("/register", refused);
        using HttpResponseMessage registration = await http.PostAsync("/register", accepted);

        metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(item => item.GetString())
            .Should().Equal("tls_client_auth");
        metadata.GetProperty("mtls_endpoint_aliases").TryGetProperty("registration_endpoint", out _).Should().BeTrue();
        (await refusal.ReadDescriptionAsync()).Should().Contain("FapiBrazil").And.EndWith("Write 2.5.4.5=#13023433.");
        registration.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Test]
    public async Task Keys_hold_no_private_member()
    {
        using HttpClient http = _server.CreateClient();

        JsonElement keys = await http.GetFromJsonAsync<JsonElement>("/jwks");

        keys.GetProperty("keys")[0].EnumerateObject().Select(member => member.Name)
            .Should().BeEquivalentTo("kty", "crv", "x", "y", "kid", "use", "alg");
    }

    [Test]
    public async Task Restart_keeps_clients_and_keys()
    {
        using TemporaryFolder data = new();
        string clientId, keys;
        using (AuthorizationServerProcess first = await AuthorizationServerProcess.StartAsync(data.FullPath))
        using (HttpClient http = first.CreateClient())
        {
            clientId = await RegisterAsync(first);
            keys = await http.GetStringAsync("/jwks");
        }

        using AuthorizationServerProcess second = await AuthorizationServerProcess.StartAsync(data.FullPath);
        using HttpClient again = second.CreateClient(_client.Certificate);
        using FormUrlEncodedContent form = new([new("grant_type", "client_credentials"), new("client_id", clientId)]);
        using HttpResponseMessage response = await again.PostAsync("/token", form);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await again.GetStringAsync("/jwks")).Should().Be(keys);
    }

    [TestCase("server.key")]
    [TestCase("signing.key")]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    public void Private_keys_are_for_the_servers_user_only(string file) =>
        File.GetUnixFileMode(_data.PathOf(file)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static void ShouldNotBeCached(HttpResponseMessage response) => response.Headers.CacheControl!.NoStore.Should().BeTrue();

    private string CreateRegistration() =>
        $$"""{"token_endpoint_auth_method":"pub_key_tls_client_auth","jwks":{{JsonSerializer.Serialize(JsonElement.Parse(_client.Metadata.ToUtf8Json()).GetProperty("jwks"))}}}""";

    private async Task<string> RegisterAsync(AuthorizationServerProcess server)
    {
        using HttpClient http = server.CreateClient();
        using StringContent body = new(CreateRegistration(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync("/register", body);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("client_id").GetString()!;
    }

    private async Task RegistrationShouldBeRefusedAsync(string body, bool chunked)
    {
        using HttpClient http = _server.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Post, "/register") { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = chunked;

        using HttpResponseMessage response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ReadErrorAsync()).Should().BeOneOf("invalid_client_metadata", "invalid_request");
        ShouldNotBeCached(response);
    }

    private async Task<HttpResponseMessage> PostTokenAsync(string form)
    {
        using HttpClient http = _server.CreateClient(_client.Certificate);
        using StringContent body = new(form, null, "application/x-www-form-urlencoded");
        return await http.PostAsync("/token", body);
    }
}
