using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;
using MtlsAuth.Proxies.Tests;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>An OpenIddict server behind nginx, which ends the clients' TLS.</summary>
internal sealed class NginxTests
{
    private const string Grant = "grant_type=client_credentials&client_id=";

    private string _folder = "";
    private OpenIddictTestServer? _server;
    private ProxyProcess? _nginx;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("mtlsauth-openiddict-nginx-").FullName;
        using ECDsa key = Authorities.Server.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.crt"), Authorities.Server.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        _server = await OpenIddictTestServer.StartAsync(
            isProxied: true,
            configureServer: static server => server.UseAspNetCore().DisableTransportSecurityRequirement(),
            isPlain: true);
        await _server.RegisterAsync(OtherClients.WithSecret("secret"));
        _nginx = await ProxyProcess.StartAsync(
            Proxy.All.Single(static proxy => proxy.Preset == ForwardedCertificatePreset.Nginx),
            _folder,
            _server.Port,
            OpenIddictTestServer.ProxyHeader);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(ClientKind.Ec, "pub_key_tls_client_auth")]
    [TestCase(ClientKind.Rsa, "pub_key_tls_client_auth")]
    [TestCase(ClientKind.Ec, "self_signed_tls_client_auth")]
    public async Task A_registered_certificate_gets_a_token_and_another_does_not(ClientKind kind, string method)
    {
        using X509Certificate2 certificate = ClientCertificates.CreateSelfSigned(kind);
        using X509Certificate2 other = ClientCertificates.CreateSelfSigned(kind, index: 1);
        ClientCertificate registered = ClientCertificate.FromX509Certificate2(certificate);
        string id = $"{method}-{kind}";
        await _server!.RegisterAsync(new ClientMetadata
        {
            ClientId = id,
            TokenEndpointAuthMethod = method,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: method == ClientAuthenticationMethods.SelfSignedTlsClientAuth, registered),
        });

        using HttpResponseMessage right = await PostAsync(Grant + id, certificate);
        right.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await right.Content.ReadAsStringAsync());
        (await right.ReadBoundThumbprintAsync()).Should().Be(registered.Thumbprint.ToString());
        using HttpResponseMessage wrong = await PostAsync(Grant + id, other);
        wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_secret_beside_a_foreign_certificate_counts_and_the_certificate_does_not()
    {
        using X509Certificate2 foreign = ClientCertificates.CreateSelfSigned(ClientKind.Ec);

        using HttpResponseMessage secret = await PostAsync($"{Grant}secret&client_secret={OtherClients.Secret}", foreign);
        secret.StatusCode.Should().Be(HttpStatusCode.OK);
        using HttpResponseMessage certificate = await PostAsync(Grant + "secret", foreign);
        certificate.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private async Task<HttpResponseMessage> PostAsync(string form, X509Certificate2 certificate)
    {
        SslClientAuthenticationOptions tls = new()
        {
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => Authorities.Server.Equals(certificate),
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        };
        using HttpClient client = new(new SocketsHttpHandler { SslOptions = tls, UseProxy = false });
        using StringContent content = new(form, null, "application/x-www-form-urlencoded");
        return await client.PostAsync(new Uri($"https://localhost:{_nginx!.Port}/token"), content);
    }
}
