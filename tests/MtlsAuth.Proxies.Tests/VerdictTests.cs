using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A server that leaves chains to the proxy, and a client that says itself that the proxy trusts its chain.</summary>
public sealed class VerdictTests(Proxy proxy) : ProxyFixture(proxy, proxyValidatesChains: true)
{
    [Test]
    public async Task Verdict_of_a_client_does_not_count(
        [Values("X-Client-Verify", "x-client-verify", "X_Client_Verify")] string name, [Values("SUCCESS", "0")] string verdict)
    {
        using X509Certificate2 imitation =
            TestCertificates.Ec().WithSubject(TestClient.OfAuthority.Certificate.Subject).Create().ToX509Certificate2();
        using HttpClient http = CreateClient(imitation);
        http.DefaultRequestHeaders.Add(name, verdict);

        using HttpResponseMessage response = await http.PostAsync("/token", CreateForm(TestClient.OfAuthority));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        Backend.FindLastReason(TestClient.OfAuthority).Should().Be("ChainNotVerifiedByProxy");
    }
}
