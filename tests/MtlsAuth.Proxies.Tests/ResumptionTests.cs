namespace MtlsAuth.Proxies.Tests;

/// <summary>A resumed TLS session shows no certificate again; the proxy has it from the session, or has none.</summary>
public sealed class ResumptionTests(Proxy proxy) : ProxyFixture(proxy)
{
    [Test]
    public async Task Resumed_session_has_its_own_client_or_none([Values("-tls1_2", "-tls1_3")] string protocol)
    {
        string session = await StartSessionAsync(TestClient.P256, protocol);

        OpenSslExchange resumed = await OpenSslClient.RunAsync(Folder, ProxyPort, null, TestClient.P256, protocol, "-sess_in", session);

        resumed.IsResumed.Should().BeTrue(resumed.Output);
        resumed.StatusCode.Should().Be(200, resumed.Output);
    }

    [Test]
    public async Task Resumed_session_is_not_another_client([Values("-tls1_2", "-tls1_3")] string protocol)
    {
        string session = await StartSessionAsync(TestClient.Attacker, protocol);

        OpenSslExchange resumed = await OpenSslClient.RunAsync(Folder, ProxyPort, null, TestClient.Victim, protocol, "-sess_in", session);

        resumed.IsResumed.Should().BeTrue(resumed.Output);
        resumed.StatusCode.Should().Be(401, resumed.Output);
    }

    [Test]
    public async Task Session_without_a_certificate_stays_without([Values("-tls1_2", "-tls1_3")] string protocol)
    {
        string session = Path.Combine(Folder, $"none{protocol}.session");
        await OpenSslClient.RunAsync(Folder, ProxyPort, null, TestClient.Victim, protocol, "-sess_out", session);

        OpenSslExchange resumed = await OpenSslClient.RunAsync(Folder, ProxyPort, null, TestClient.Victim, protocol, "-sess_in", session);

        resumed.StatusCode.Should().Be(401, resumed.Output);
        Backend.FindLastCertificateStatus(TestClient.Victim).Should().Be("HeaderAbsent");
    }

    private async Task<string> StartSessionAsync(TestClient client, string protocol)
    {
        string session = Path.Combine(Folder, $"{client.Id}{protocol}.session");
        OpenSslExchange first = await OpenSslClient.RunAsync(Folder, ProxyPort, client, client, protocol, "-sess_out", session);
        first.StatusCode.Should().Be(200, first.Output);
        return session;
    }
}
