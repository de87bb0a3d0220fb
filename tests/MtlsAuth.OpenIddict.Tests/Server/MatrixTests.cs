using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using OpenIddict.Abstractions;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>Each kind of key in each form by each method, from the connection and from a proxy.</summary>
[TestFixture(false)]
[TestFixture(true)]
[Parallelizable(ParallelScope.All)]
internal sealed class MatrixTests(bool isProxied)
{
    private const string Subject = "CN=client,O=Example Bank";

    private OpenIddictTestServer? _server;

    public enum KeyForm
    {
        BareJwk,
        X5c,
        JwksUri,
    }

    private OpenIddictTestServer Server => _server!;

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

    [Test]
    public async Task A_registered_certificate_gets_a_token_and_another_does_not(
        [Values] ClientKind kind, [Values] KeyForm form, [Values("pub_key_tls_client_auth", "self_signed_tls_client_auth")] string method)
    {
        SkipWhatTlsCannotDo(kind);
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

    [Test]
    public async Task A_certificate_of_the_authority_with_the_registered_subject_gets_a_token_and_another_does_not([Values] ClientKind kind)
    {
        SkipWhatTlsCannotDo(kind);
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

    [Test]
    public async Task A_key_set_as_OpenIddict_programs_write_it_counts()
    {
        using X509Certificate2 certificate = ClientCertificates.CreateSelfSigned(ClientKind.Ec);
        OpenIddictApplicationDescriptor application = new OpenIddictApplicationDescriptor { ClientId = "x5c only" }.SetMtlsClient(new ClientMetadata
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: true, ClientCertificate.FromX509Certificate2(certificate)),
        });
        application.JsonWebKeySet = new() { Keys = { new() { Kty = "EC", X5c = { Convert.ToBase64String(certificate.RawData) } } } };
        await Server.RegisterAsync(application);

        using HttpResponseMessage response = await Server.PostTokenAsync("x5c only", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static string ToJson(ClientJwkSet keys)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            keys.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

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

    private void SkipWhatTlsCannotDo(ClientKind kind)
    {
        if (kind == ClientKind.Ed25519 && !isProxied)
        {
            Assert.Ignore(".NET makes no TLS connections with Ed25519 certificates; the header of a proxy may hold one.");
        }
    }
}
