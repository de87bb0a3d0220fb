using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.Authentication;

public sealed class SelfSignedTlsClientAuthTests
{
    [Test]
    public async Task Token_is_given_for_the_registered_certificate()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(client, SelfSignedMatching.Certificate);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
    }

    [TestCase(SelfSignedMatching.Certificate, HttpStatusCode.Unauthorized)]
    [TestCase(SelfSignedMatching.PublicKey, HttpStatusCode.OK)]
    public async Task A_renewed_certificate_over_the_same_key_is_a_matter_of_the_setting(
        SelfSignedMatching matching, HttpStatusCode expected)
    {
        using ECDsa key = TestKeys.CreateP256();
        using TestClient client = new("client", TestCertificates.Ec().WithKey(key));
        using X509Certificate2 renewed = TestCertificates.Ec().WithKey(key).Create().ToX509Certificate2();
        await using TestServer server = await StartAsync(client, matching);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, renewed);

        response.StatusCode.Should().Be(expected);
        server.Reason.Should().Be(expected == HttpStatusCode.OK ? null : "CertificateNotRegistered");
    }

    [Test]
    public async Task Another_key_is_refused()
    {
        using TestClient client = new();
        using TestClient other = new("other");
        await using TestServer server = await StartAsync(client, SelfSignedMatching.PublicKey);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, other.Certificate);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static Task<TestServer> StartAsync(TestClient client, SelfSignedMatching matching)
    {
        ClientMetadata metadata = client.Metadata with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth };
        return TestServer.StartAsync(services => services
            .AddMtlsAuth(options =>
            {
                options.EnabledMethods = [ClientAuthenticationMethods.SelfSignedTlsClientAuth];
                options.SelfSignedMatching = matching;
            })
            .AddInMemoryClients(metadata));
    }
}
