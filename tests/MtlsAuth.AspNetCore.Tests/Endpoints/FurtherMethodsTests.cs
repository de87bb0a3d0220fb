using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A server with further methods that takes any certificate for a credential lets nobody in who has proved nothing.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class FurtherMethodsTests(bool findsClientItself)
{
    private const string Secret = "client_secret=p+w%25";
    private const string Jwt = "client_assertion_type=" + CountingServer.AssertionType;

    private static readonly string Signature = Uri.EscapeDataString(CountingServer.Secret);

    private readonly TestClient _client = new("mtls");
    private readonly TestClient _other = new("other");
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await CountingServer.StartAsync(_client, findsClientItself);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _other.Dispose();
    }

    [TestCase("", "mtls:", Description = "curl --cert other.crt -u mtls:")]
    [TestCase("", "mtls:x")]
    [TestCase("", "%6Dtls:", Description = "RFC 6749 §2.3.1")]
    [TestCase("", "MTLS:")]
    [TestCase("client_id=mtls", null)]
    [TestCase("client_id=mtls", "mtls:x")]
    [TestCase("client_id=mtls&client_secret=x", null)]
    [TestCase("client_id=mtls&" + Jwt + "&client_assertion={mtls}", null)]
    [TestCase(Jwt + "&client_assertion={mtls}", null)]
    [TestCase("client_id=secret", null)]
    [TestCase("client_id=secret&client_secret=", null)]
    [TestCase("client_id=secret&client_secret=%20", null)]
    [TestCase("client_id=secret&client_secret=wrong", null)]
    [TestCase("client_id=secret", "mtls:")]
    [TestCase("client_id=secret", "mtls:x")]
    [TestCase("client_id=secret", "secret:")]
    [TestCase("", "secret:")]
    [TestCase("", "secret:%20")]
    [TestCase("", "secret:+")]
    [TestCase("", "secret:wrong")]
    [TestCase("client_id=default", null)]
    [TestCase("client_id=jwt", null)]
    [TestCase("client_id=jwt&client_assertion={jwt}", null)]
    [TestCase("client_id=jwt&" + Jwt, null)]
    [TestCase("client_id=jwt&" + Jwt + "&client_assertion=", null)]
    [TestCase("client_id=jwt&" + Jwt + "&client_assertion={jwt}", null)]
    [TestCase("client_id=unknown", null)]
    [TestCase("client_id=unknown&client_secret=x", null)]
    [TestCase("client_id=Public", null)]
    [TestCase("", "unknown:x")]
    [TestCase("", null)]
    public async Task Foreign_certificate_proves_nothing(string body, string? basic) =>
        (await SendAsync(body, _other.Certificate, basic)).Should().BeOneOf("400", "401");

    [TestCase("!!!")]
    [TestCase("c2VjcmV0", Description = "secret, without colon")]
    [TestCase("OnA=", Description = ":p")]
    [TestCase("//86cA==", Description = "No UTF-8")]
    public async Task Foreign_certificate_proves_nothing_beside_a_header_that_cannot_be_read(string credentials)
    {
        (await SendAsync("client_id=secret", _other.Certificate, "Basic " + credentials, isHeader: true)).Should().BeOneOf("400", "401");
        (await SendAsync("client_id=secret", _other.Certificate, "Bearer " + credentials, isHeader: true)).Should().BeOneOf("400", "401");
    }

    [TestCase("client_id=mtls", null)]
    [TestCase("client_id=mtls&client_secret=x", null)]
    [TestCase("client_id=mtls&" + Secret, null)]
    [TestCase("", "mtls:x")]
    [TestCase("", "mtls:p+w%25")]
    [TestCase("client_id=secret", null)]
    public async Task Client_without_certificate_is_not_let_in_by_another_credential(string body, string? basic) =>
        (await SendAsync(body, null, basic)).Should().BeOneOf("400", "401");

    [TestCase("client_id=mtls&client_secret=x", null)]
    [TestCase("client_id=mtls&" + Secret, null)]
    [TestCase("client_id=mtls", "mtls:x")]
    [TestCase("", "mtls:x")]
    [TestCase("client_id=mtls&" + Jwt + "&client_assertion={mtls}", null)]
    public async Task Clients_own_certificate_does_not_count_beside_another_credential(string body, string? basic) =>
        (await SendAsync(body, _client.Certificate, basic)).Should().BeOneOf("400", "401");

    [Test]
    public async Task Clients_own_certificate_authenticates_it() =>
        (await SendAsync("client_id=mtls", _client.Certificate)).Should().Be("mtls");

    [TestCase("client_id=secret&" + Secret, null, "secret")]
    [TestCase("", "secret:p+w%25", "secret")]
    [TestCase("", "s%65cret:p%20w%25", "secret")]
    [TestCase("client_id=secret", "secret:p+w%25", "secret")]
    [TestCase("client_id=default&" + Secret, null, "default")]
    [TestCase("client_id=jwt&" + Jwt + "&client_assertion={jwt-signed}", null, "jwt")]
    [TestCase(Jwt + "&client_assertion={jwt-signed}", null, "jwt")]
    [TestCase("client_id=public", null, "public")]
    public async Task Certificate_does_not_disturb_clients_of_other_methods(string body, string? basic, string clientId)
    {
        (await SendAsync(body, null, basic)).Should().Be(clientId);
        (await SendAsync(body, _other.Certificate, basic)).Should().Be(clientId);
        (await SendAsync(body, _client.Certificate, basic)).Should().Be(clientId);
    }

    [Test]
    public async Task Certificate_that_cannot_be_read_does_not_disturb_clients_of_other_methods()
    {
        await using TestServer server = await CountingServer.StartAsync(
            _client, findsClientItself, static services => services.AddSingleton<IClientCertificateSource, UnreadableCertificateSource>());

        (await SendAsync("client_id=secret&" + Secret, null, server: server)).Should().Be("secret");
        (await SendAsync("client_id=public", null, server: server)).Should().Be("public");
        (await SendAsync("client_id=mtls", null, server: server)).Should().Be("401");
        server.Reason.Should().Be("CertificateRefused");
    }

    [Test]
    public async Task Certificate_is_back_with_the_next_request_of_the_connection()
    {
        using HttpClient http = _server.CreateClient(_client.Certificate);
        using FormUrlEncodedContent refused = new([new("client_id", "unknown")]);
        using FormUrlEncodedContent accepted = new([new("client_id", "mtls")]);

        (await http.PostAsync("/token", refused)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await http.PostAsync("/token", accepted)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task<string> SendAsync(
        string body, X509Certificate2? certificate, string? basic = null, bool isHeader = false, TestServer? server = null)
    {
        body = body
            .Replace("{mtls}", CountingServer.Assert("""{"sub":"mtls","iss":"mtls"}""", "x"), StringComparison.Ordinal)
            .Replace("{jwt}", CountingServer.Assert("""{"sub":"jwt","iss":"jwt"}""", "x"), StringComparison.Ordinal)
            .Replace("{jwt-signed}", CountingServer.Assert("""{"sub":"jwt","iss":"jwt"}""", Signature), StringComparison.Ordinal);
        using HttpClient http = (server ?? _server).CreateClient(certificate);
        using HttpRequestMessage request = new(HttpMethod.Post, "/token")
        {
            Content = new StringContent(body, null, "application/x-www-form-urlencoded"),
        };
        if (basic is not null)
        {
            string header = isHeader ? basic : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(basic));
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
    }

    private sealed class UnreadableCertificateSource : IClientCertificateSource
    {
        public PresentedCertificate GetCertificate(HttpContext context) =>
            PresentedCertificate.Refused(CertificateFormatError.CurveNotNamed);
    }
}
