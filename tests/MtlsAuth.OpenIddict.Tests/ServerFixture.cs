using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>One server for all tests of a class, and two certificates: one that is registered and one that is a stranger's.</summary>
internal abstract class ServerFixture(bool isProxied = false)
{
    private OpenIddictTestServer? _server;

    protected OpenIddictTestServer Server => _server!;

    protected X509Certificate2 Registered { get; } = ClientCertificates.CreateSelfSigned(ClientKind.Ec);

    protected X509Certificate2 Foreign { get; } = ClientCertificates.CreateSelfSigned(ClientKind.Ec);

    protected string RegisteredThumbprint => ClientCertificate.FromX509Certificate2(Registered).Thumbprint.ToString();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await OpenIddictTestServer.StartAsync(isProxied);
        await Server.RegisterAsync(CreateMetadata("mtls", Registered));
        await Server.RegisterAsync(OtherClients.WithSecret("secret"));
        await Server.RegisterAsync(OtherClients.Public("public"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Registered.Dispose();
        Foreign.Dispose();
    }

    /// <summary>A client of <c>pub_key_tls_client_auth</c>.</summary>
    protected static ClientMetadata CreateMetadata(string id, X509Certificate2 certificate) => new()
    {
        ClientId = id,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        Jwks = ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(certificate)),
    };
}
