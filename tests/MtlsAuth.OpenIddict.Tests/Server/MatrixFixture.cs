using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>A server, and what it does with clients of one kind.</summary>
internal abstract class MatrixFixture(bool isProxied)
{
    private const string Subject = "CN=client,O=Example Bank";

    private OpenIddictTestServer? _server;

    protected OpenIddictTestServer Server => _server!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await OpenIddictTestServer.StartAsync(isProxied);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A registered key gets a token, and another does not.</summary>
    protected async Task TryKeyBoundMethodAsync(ClientKind kind, KeyForm form, string method)
    {
        using X509Certificate2 certificate = ClientCertificates.CreateSelfSigned(kind);
        using X509Certificate2 other = ClientCertificates.CreateSelfSigned(kind == ClientKind.Ed25519 ? ClientKind.Ec : kind, index: 1);
        string id = $"{method}-{kind}-{form}";
        ClientJwkSet keys = ClientJwkSet.FromCertificates(
            includeX5c: form == KeyForm.X5c || (form == KeyForm.JwksUri && method == ClientAuthenticationMethods.SelfSignedTlsClientAuth),
            ClientCertificate.FromX509Certificate2(certificate));
        await Server.RegisterAsync(new ClientMetadata
        {
            ClientId = id,
            TokenEndpointAuthMethod = method,
            Jwks = form == KeyForm.JwksUri ? null : keys,
            JwksUri = form == KeyForm.JwksUri ? Server.Publish(id, ToJson(keys)) : null,

            // RFC 8705 §2.2 compares certificates, of which a bare JWK has none; the drafts compared keys.
            SelfSignedMatching = form == KeyForm.BareJwk ? SelfSignedMatching.PublicKey : null,
        });

        await ExpectAsync(id, certificate, other);
    }

    /// <summary>A certificate of the authority with the registered subject gets a token, and one with another does not.</summary>
    protected async Task TryTlsClientAuthAsync(ClientKind kind)
    {
        using X509Certificate2 certificate = ClientCertificates.CreateIssued(kind, Subject);
        using X509Certificate2 other = ClientCertificates.CreateIssued(kind, "CN=other,O=Example Bank");
        string id = $"tls_client_auth-{kind}";
        await Server.RegisterAsync(new ClientMetadata
        {
            ClientId = id,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = Subject,
        });

        await ExpectAsync(id, certificate, other);
    }

    private static string ToJson(ClientJwkSet keys) => Encoding.UTF8.GetString(keys.ToUtf8Json());

    private async Task ExpectAsync(string id, X509Certificate2 certificate, X509Certificate2 other)
    {
        using HttpResponseMessage right = await Server.PostTokenAsync(id, certificate);
        right.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await right.Content.ReadAsStringAsync());
        (await right.ReadBoundThumbprintAsync()).Should()
            .Be(ClientCertificate.FromX509Certificate2(certificate).Thumbprint.ToString());

        using HttpResponseMessage wrong = await Server.PostTokenAsync(id, other);
        wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await wrong.ReadErrorAsync()).Should().Be("invalid_client");

        using HttpResponseMessage none = await Server.PostTokenAsync(id);
        none.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await none.ReadErrorAsync()).Should().Be("invalid_client");
    }
}
