using System.Net;

namespace MtlsAuth.Proxies.Tests;

/// <summary>Clients that send the proxy's header themselves, with the victim's certificate in it. They know its secret name.</summary>
public sealed class AttackTests(Proxy proxy) : ProxyFixture(proxy)
{
    /// <summary>Header lines from the header's name and the victim's certificate as the proxy would write it.</summary>
    public static IEnumerable<TestCaseData> Attacks
    {
        get
        {
            (string Name, Func<string, string, string> Lines)[] attacks =
            [
                ("header", (name, value) => $"{name}: {value}\r\n"),
                ("header twice", (name, value) => $"{name}: {value}\r\n{name}: {value}\r\n"),
                ("upper case", (name, value) => $"{name.ToUpperInvariant()}: {value}\r\n"),
                ("lower case", (name, value) => $"{name.ToLowerInvariant()}: {value}\r\n"),
                ("underscores", (name, value) => $"{name.Replace('-', '_')}: {value}\r\n"),
                ("one underscore", (name, value) => $"{name[..^33]}_{name[^32..]}: {value}\r\n"),
                ("dots", (name, value) => $"{name.Replace('-', '.')}: {value}\r\n"),
                ("both spellings", (name, value) => $"{name}: {value}\r\n{name.Replace('-', '_')}: {value}\r\n"),
                ("space behind the name", (name, value) => $"{name} : {value}\r\n"),
                ("folded before the value", (name, value) => $"{name}:\r\n {value}\r\n"),
                ("folded in the value", (name, value) => $"{name}: {value[..40]}\r\n\t{value[40..]}\r\n"),
                ("folded into another header", (name, value) => $"X-Other: 1\r\n {name}: {value}\r\n"),
                ("bare line feed", (name, value) => $"X-Other: 1\n{name}: {value}\r\n"),
                ("named by Connection", (name, value) => $"Connection: close, {name}\r\n{name}: {value}\r\n"),
                ("named by Connection in other case", (name, value) => $"connection: {name.ToUpperInvariant()}\r\n{name}: {value}\r\n"),
                ("named by Connection twice", (name, value) => $"Connection: {name}, {name}\r\nConnection: {name}\r\n{name}: {value}\r\n"),
                ("empty value", (name, _) => $"{name}:\r\n"),
                ("empty value first", (name, value) => $"{name}:\r\n{name}: {value}\r\n"),
                ("trailing comma", (name, value) => $"{name}: {value},\r\n"),
                ("list", (name, value) => $"{name}: {value}, {value}\r\n"),
            ];
            return attacks.Select(attack => new TestCaseData(attack.Lines).SetArgDisplayNames(attack.Name));
        }
    }

    [TestCaseSource(nameof(Attacks))]
    public async Task Header_of_a_client_without_a_certificate_does_not_count(Func<string, string, string> lines)
    {
        int status = await AttackAsync(null, lines(CertificateHeader, VictimsValue));

        status.Should().BeOneOf(400, 401);
        Backend.HasAuthenticated(TestClient.Victim).Should().BeFalse();
    }

    [TestCaseSource(nameof(Attacks))]
    public async Task Header_of_a_client_with_its_own_certificate_does_not_count(Func<string, string, string> lines)
    {
        int status = await AttackAsync(TestClient.Attacker, lines(CertificateHeader, VictimsValue));

        status.Should().BeOneOf(400, 401);
        Backend.HasAuthenticated(TestClient.Victim).Should().BeFalse();
    }

    [Test]
    public async Task Header_in_the_trailer_does_not_count()
    {
        string body = Body;
        string request = $"POST /token HTTP/1.1\r\nHost: localhost:{ProxyPort}\r\nTrailer: {CertificateHeader}\r\nTE: trailers\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{body.Length:x}\r\n{body}\r\n0\r\n{CertificateHeader}: {VictimsValue}\r\n\r\n";

        int status = await RawClient.SendAsync(ProxyPort, CreateTlsOptions(null), request);

        status.Should().BeOneOf(400, 401);
        Backend.HasAuthenticated(TestClient.Victim).Should().BeFalse();
    }

    [Test]
    public async Task Header_over_http_2_does_not_count([Values] bool underscores, [Values] bool ownCertificate)
    {
        using HttpClient http = CreateClient(ownCertificate ? TestClient.Attacker.Certificate : null, HttpVersion.Version20);
        http.DefaultRequestHeaders.TryAddWithoutValidation(
            underscores ? CertificateHeader.Replace('-', '_') : CertificateHeader, VictimsValue).Should().BeTrue();

        using HttpResponseMessage response = await http.PostAsync("/token", CreateForm(TestClient.Victim));

        response.StatusCode.Should().BeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized);
        Backend.HasAuthenticated(TestClient.Victim).Should().BeFalse();
    }

    [TestCase("X-Client-Cert")]
    [TestCase("Client-Cert")]
    [TestCase("Sec-Client-X509-Cert-0123456789abcdef0123456789abcdef")]
    public async Task Server_without_its_proxy_ignores_headers_of_other_names(string name)
    {
        int status = await RawClient.SendAsync(Backend.Port, null, CreateRequest($"{name}: {VictimsValue}\r\n"));

        status.Should().Be(401);
        Backend.FindLastCertificateStatus(TestClient.Victim).Should().Be("HeaderAbsent");
    }

    // Without this, the others could fail to attack for reasons of their own.
    [Test]
    public async Task Server_without_its_proxy_would_believe_the_header()
    {
        int status = await RawClient.SendAsync(Backend.Port, null, CreateRequest($"{CertificateHeader}: {VictimsValue}\r\n"));

        status.Should().Be(200);
    }

    private string VictimsValue => Proxy.Encode(TestClient.Victim.Parsed);

    private static string Body => $"client_id={TestClient.Victim.Id}";

    private Task<int> AttackAsync(TestClient? attacker, string lines) =>
        RawClient.SendAsync(ProxyPort, CreateTlsOptions(attacker?.Certificate), CreateRequest(lines));

    private string CreateRequest(string lines) =>
        $"POST /token HTTP/1.1\r\nHost: localhost:{ProxyPort}\r\n{lines}"
        + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
}
