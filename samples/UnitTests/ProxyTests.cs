using MtlsAuth.AspNetCore;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing;

namespace UnitTests;

/// <summary>The same server behind nginx, which passes the certificate on in a header.</summary>
public sealed class ProxyTests
{
    private const string Secret = "Zk3v9QpX7rWm2LtB8yHs5NcDf6GjUa4E";

    private static readonly TestCertificate Certificate = TestCertificates.Rsa().Create();

    [Test]
    public async Task Certificate_in_the_proxys_header_gets_a_token()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate), BehindNginx);
        string header = ForwardedCertificateHeader.Write(ForwardedCertificateFormat.PercentEncodedPem, Certificate);
        Assert.That(await server.RequestTokenAsync(request => Bring(request, header)), Does.StartWith("ey"));
    }

    [Test]
    public async Task Header_that_the_proxy_did_not_set_gets_none()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate), BehindNginx);
        string header = ForwardedCertificateHeader.Write(ForwardedCertificateFormat.PercentEncodedPem, Certificate);
        Assert.That(await server.RequestTokenAsync(request => Bring(request, header, "guessed")), Is.EqualTo("invalid_client"));
    }

    [TestCaseSource(nameof(HostileHeaders))]
    public async Task Spoilt_header_gets_none(HostileHeader hostile)
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate), BehindNginx);
        string? answer = await server.RequestTokenAsync(request => Bring(request, hostile.Values[0]));
        Assert.That(answer, Is.EqualTo("invalid_client"));
    }

    private static IEnumerable<HostileHeader> HostileHeaders() =>
        HostileInputs.Headers.Where(static hostile => hostile.Format == ForwardedCertificateFormat.PercentEncodedPem);

    private static void BehindNginx(MtlsAuthBuilder mtls) => mtls.AddForwardedCertificate(static proxy =>
    {
        proxy.Preset = ForwardedCertificatePreset.Nginx;
        proxy.SharedSecretHeaderName = "X-Proxy-Secret";
        proxy.SharedSecrets.Add(Secret);
    });

    private static void Bring(HttpRequestMessage request, string header, string secret = Secret)
    {
        request.Headers.TryAddWithoutValidation("X-Client-Cert", header);
        request.Headers.Add("X-Proxy-Secret", secret);
    }
}
