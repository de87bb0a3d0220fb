using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>A server that knew other methods and has learned mutual TLS: each goes on working, and none is a way around another.</summary>
public sealed class ExistingServerTests
{
    private const string Jwt = "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=";
    private const string Basic = "basic:s%2Be%25c+r%2Fe%3At%3D";

    private static readonly string Secret = "client_secret=" + Uri.EscapeDataString(ExistingServerHost.Secret);

    private readonly TestClient _client = new("mtls");
    private readonly TestClient _other = new("other");
    private ExistingServerHost _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await ExistingServerHost.StartAsync(_client);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _other.Dispose();
    }

    [Test]
    public async Task Certificate_gets_a_token_that_is_bound_to_it()
    {
        JsonWebToken token = new(await _server.PostAsync("client_id=mtls", _client.Certificate));

        token.Subject.Should().Be("mtls");
        token.GetPayloadValue<JsonElement>("cnf").GetProperty("x5t#S256").GetString()
            .Should().Be(ClientCertificate.FromX509Certificate2(_client.Certificate).Thumbprint.ToString());
    }

    [Test]
    public async Task Other_methods_work_as_before_whatever_certificate_is_on_the_connection(
        [Values("basic", "post", "jwt")] string method, [Values("none", "foreign", "mtls")] string certificate)
    {
        X509Certificate2? presented = certificate switch
        {
            "foreign" => _other.Certificate,
            "mtls" => _client.Certificate,
            _ => null,
        };

        JsonWebToken token = new(method switch
        {
            "basic" => await _server.PostAsync("", presented, Basic),
            "post" => await _server.PostAsync("client_id=post&" + Secret, presented),
            _ => await _server.PostAsync(Jwt + ExistingServerHost.Assert(), presented),
        });

        token.Subject.Should().Be(method);
        token.TryGetPayloadValue("cnf", out object _).Should().BeFalse();
    }

    [TestCase("client_id=mtls", null)]
    [TestCase("", "mtls:", Description = "curl --cert other.crt -u mtls:")]
    [TestCase("", "mtls:x")]
    [TestCase("client_id=mtls", "mtls:x")]
    [TestCase("client_id=mtls&client_secret=x", null)]
    [TestCase("client_id=mtls&{secret}", null)]
    [TestCase("{assertion-of-mtls}", null)]
    [TestCase("client_id=mtls&{assertion-of-mtls}", null)]
    [TestCase("client_id=mtls&{assertion-of-jwt}", null)]
    [TestCase("client_id=basic", "mtls:")]
    [TestCase("client_id=mtls", Basic)]
    [TestCase("client_id=basic", null, Description = "A certificate instead of the secret")]
    [TestCase("client_id=post", null)]
    [TestCase("client_id=post&client_secret=", null)]
    [TestCase("", "basic:")]
    [TestCase("client_id=jwt", null)]
    [TestCase("client_id=unknown", null)]
    [TestCase("client_id=unknown&client_secret=x", null)]
    [TestCase("", null)]
    public async Task Foreign_certificate_proves_nothing(string body, string? basic) =>
        (await _server.PostAsync(Fill(body), _other.Certificate, basic)).Should().BeOneOf("400", "401");

    [TestCase("client_id=mtls", null)]
    [TestCase("client_id=mtls&{secret}", null)]
    [TestCase("", "mtls:s%2Be%25c+r%2Fe%3At%3D")]
    [TestCase("{assertion-of-mtls}", null)]
    public async Task Client_without_its_certificate_has_no_other_way_in(string body, string? basic) =>
        (await _server.PostAsync(Fill(body), null, basic)).Should().BeOneOf("400", "401");

    [TestCase("client_id=mtls&{secret}", null)]
    [TestCase("client_id=mtls", "mtls:x")]
    [TestCase("", "mtls:")]
    [TestCase("{assertion-of-mtls}", null)]
    [TestCase("client_id=mtls&{assertion-of-mtls}", null)]
    [TestCase("client_id=post", null)]
    public async Task Clients_own_certificate_does_not_help_beside_another_credential_or_another_client(string body, string? basic) =>
        (await _server.PostAsync(Fill(body), _client.Certificate, basic)).Should().BeOneOf("400", "401");

    // The server's own answer to a client it does not know names Basic.
    [TestCase("client_id=mtls", "ClientCertificate")]
    [TestCase("client_id=post", "ClientCertificate")]
    [TestCase("client_id=post&client_secret=wrong", "Basic")]
    public async Task Refusal_of_MtlsAuth_is_the_last_word(string body, string scheme) =>
        (await _server.GetChallengeAsync(body, _other.Certificate)).Should().Be(scheme);

    [TestCase("client_id=post&client_secret=wrong", null)]
    [TestCase("", "basic:wrong")]
    [TestCase("client_id=basic&{secret}", null, Description = "Registered for the header")]
    [TestCase("", "post:s%2Be%25c+r%2Fe%3At%3D", Description = "Registered for the form")]
    [TestCase("", "jwt:x")]
    [TestCase("client_id=post&{secret}&{assertion-of-jwt}", null)]
    [TestCase("client_id=post&{secret}", Basic)]
    public async Task Wrong_secrets_and_wrong_methods_are_refused(string body, string? basic) =>
        (await _server.PostAsync(Fill(body), null, basic)).Should().BeOneOf("400", "401");

    [Test]
    public async Task Assertion_is_taken_once()
    {
        string assertion = Jwt + ExistingServerHost.Assert();

        new JsonWebToken(await _server.PostAsync(assertion)).Subject.Should().Be("jwt");
        (await _server.PostAsync(assertion)).Should().Be("401");
    }

    [Test]
    public async Task Assertion_is_taken_for_the_endpoint_as_well() =>
        new JsonWebToken(await _server.PostAsync(Jwt + ExistingServerHost.Assert(audience: ExistingServerHost.Issuer + "/token")))
            .Subject.Should().Be("jwt");

    [Test]
    public async Task Assertion_that_is_not_right_is_refused()
    {
        string[] wrong =
        [
            ExistingServerHost.Assert(audience: "https://other.example.com"),
            ExistingServerHost.Assert(issuer: "other-jwt"),
            ExistingServerHost.Assert(subject: "other-jwt", issuer: "other-jwt"),
            ExistingServerHost.Assert(expires: DateTime.UtcNow.AddMinutes(-2)),
            ExistingServerHost.Assert(expires: DateTime.UtcNow.AddHours(1)),
            ExistingServerHost.Assert(id: null),
            ExistingServerHost.Assert(id: new string('x', 129)),
            ExistingServerHost.Assert(key: new ECDsaSecurityKey(TestKeys.CreateP256())),
            string.Join('.', ExistingServerHost.Assert().Split('.')[..2]) + ".",
            $"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{ExistingServerHost.Assert().Split('.')[1]}.",
        ];
        foreach (string assertion in wrong)
        {
            (await _server.PostAsync(Jwt + assertion)).Should().BeOneOf(["400", "401"], "it is {0}", assertion);
        }
    }

    [Test]
    public async Task Fewer_than_ten_lines_were_added_and_the_documentation_shows_them()
    {
        string documentation = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "embedding.md"));

        // The store is a file of its own: its class and its method.
        string[] store = [.. (await ReadSampleAsync("MtlsClients.cs")).SkipWhile(static line => !line.StartsWith("internal", StringComparison.Ordinal))
            .Where(static line => line.Trim() is not ("{" or "}"))];
        string[] server = [.. from line in await ReadSampleAsync("Server.cs")
                              where line.Contains("// added", StringComparison.Ordinal)
                              select line[..line.IndexOf(" // added", StringComparison.Ordinal)]];
        string[] added = [.. store, .. server];

        added.Length.Should().BeInRange(6, 9);
        added.Should().AllSatisfy(line => documentation.Should().Contain(line.Trim()));
    }

    private static Task<string[]> ReadSampleAsync(string file) =>
        File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Samples", file));

    private static string Fill(string body) => body
        .Replace("{secret}", Secret, StringComparison.Ordinal)
        .Replace("{assertion-of-mtls}", Jwt + ExistingServerHost.Assert(subject: "mtls", issuer: "mtls"), StringComparison.Ordinal)
        .Replace("{assertion-of-jwt}", Jwt + ExistingServerHost.Assert(), StringComparison.Ordinal);
}
