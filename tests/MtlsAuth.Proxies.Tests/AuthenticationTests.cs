using System.Net;
using MtlsAuth.AspNetCore;

namespace MtlsAuth.Proxies.Tests;

public sealed class AuthenticationTests(Proxy proxy) : ProxyFixture(proxy)
{
    public static IEnumerable<TestClient> ClientsOfDotNet =>
        TestClient.All.Where(static client => client != TestClient.Ed25519 && client != TestClient.Expired);

    [Test]
    public async Task Proxy_passes_the_certificate_over_http_1([ValueSource(nameof(ClientsOfDotNet))] TestClient client)
    {
        using HttpClient http = CreateClient(client);

        using HttpResponseMessage response = await http.PostAsync("/token", CreateForm(client));

        (await response.Content.ReadAsStringAsync()).Should().Be(client.Id);
    }

    [Test]
    public async Task Proxy_passes_the_certificate_over_http_2([ValueSource(nameof(ClientsOfDotNet))] TestClient client)
    {
        using HttpClient http = CreateClient(client, HttpVersion.Version20);

        using HttpResponseMessage response = await http.PostAsync("/token", CreateForm(client));

        (await response.Content.ReadAsStringAsync()).Should().Be(client.Id);
    }

    [Test]
    public async Task Proxy_passes_an_ed25519_certificate([Values("-tls1_2", "-tls1_3")] string protocol)
    {
        OpenSslExchange exchange = await OpenSslClient.RunAsync(Folder, ProxyPort, TestClient.Ed25519, TestClient.Ed25519!, protocol);

        exchange.StatusCode.Should().Be(200, exchange.Output);
    }

    [Test]
    public async Task Certificate_counts_for_each_request_of_a_connection()
    {
        int connections = 0;
        using HttpClient http = CreateClient(TestClient.P256, connected: () => connections++);

        using HttpResponseMessage first = await http.PostAsync("/token", CreateForm(TestClient.P256));
        using HttpResponseMessage second = await http.PostAsync("/token", CreateForm(TestClient.P256));

        (first.StatusCode, second.StatusCode, connections).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK, 1));
    }

    [Test]
    public async Task Client_without_a_certificate_is_refused_as_one_without()
    {
        using HttpClient http = CreateClient(certificate: null);

        using HttpResponseMessage response = await http.PostAsync("/token", CreateForm(TestClient.P256));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        Backend.FindLastCertificateStatus(TestClient.P256).Should().Be("HeaderAbsent");
    }

    [Test]
    public async Task Client_with_the_certificate_of_another_is_refused()
    {
        using HttpClient http = CreateClient(TestClient.Attacker);

        using HttpResponseMessage response = await http.PostAsync("/token", CreateForm(TestClient.Victim));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        Backend.FindLastCertificateStatus(TestClient.Victim).Should().Be("Present");
    }

    [Test]
    public async Task Application_does_not_see_the_header()
    {
        using HttpClient http = CreateClient(TestClient.P256);

        string headers = await http.GetStringAsync("/headers");

        headers.Should().Contain("localhost").And.NotContainEquivalentOf(CertificateHeader);
    }

    [Test]
    public async Task Certificate_counts_even_if_the_client_has_the_header_dropped()
    {
        string body = $"client_id={TestClient.P256.Id}";

        int status = await RawClient.SendAsync(
            ProxyPort,
            CreateTlsOptions(TestClient.P256.Certificate),
            $"POST /token HTTP/1.1\r\nHost: localhost:{ProxyPort}\r\nConnection: close, {CertificateHeader}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        status.Should().Be(200);
    }

    /// <summary>Of the two that don't validate, the server has to find out. The other two allow no more than an unknown issuer.</summary>
    [Test]
    public async Task Expired_certificate_is_refused()
    {
        OpenSslExchange exchange = await OpenSslClient.RunAsync(Folder, ProxyPort, TestClient.Expired, TestClient.Expired);

        (int, string?) expected = Proxy.Preset switch
        {
            ForwardedCertificatePreset.Nginx => (400, null),
            ForwardedCertificatePreset.Apache => (0, null),
            _ => (401, "CertificateExpired"),
        };
        (exchange.StatusCode, Backend.FindLastReason(TestClient.Expired)).Should().Be(expected, exchange.Output);
    }

    // Clients that find authorities named choose a certificate of one of them; self-signed ones would never be sent.
    [Test]
    public async Task Proxy_names_no_authorities_when_it_asks_for_a_certificate()
    {
        OpenSslExchange exchange = await OpenSslClient.RunAsync(Folder, ProxyPort, TestClient.P256, TestClient.P256);

        exchange.Output.Should().Contain("No client certificate CA names sent");
    }
}
