using System.Net;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using OpenIddict.Abstractions;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>Each kind of key in each form by each method, from the connection and from a proxy.</summary>
[TestFixture(false)]
[TestFixture(true)]
[Parallelizable(ParallelScope.All)]
internal sealed class MatrixTests(bool isProxied) : MatrixFixture(isProxied)
{
    [Test]
    public Task A_registered_key_gets_a_token_and_another_does_not(
        [Values(ClientKind.Ec, ClientKind.Rsa)] ClientKind kind,
        [Values] KeyForm form,
        [Values("pub_key_tls_client_auth", "self_signed_tls_client_auth")] string method) =>
        TryKeyBoundMethodAsync(kind, form, method);

    [TestCase(ClientKind.Ec)]
    [TestCase(ClientKind.Rsa)]
    public Task A_registered_subject_gets_a_token_and_another_does_not(ClientKind kind) => TryTlsClientAuthAsync(kind);

    [Test]
    public async Task A_key_set_as_OpenIddict_programs_write_it_counts()
    {
        using X509Certificate2 certificate = ClientCertificates.CreateSelfSigned(ClientKind.Ec);
        OpenIddictApplicationDescriptor application = new() { ClientId = "x5c-only" };
        application.SetMtlsClient(new ClientMetadata
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: true, ClientCertificate.FromX509Certificate2(certificate)),
        });
        application.JsonWebKeySet = new() { Keys = { new() { Kty = "EC", X5c = { Convert.ToBase64String(certificate.RawData) } } } };
        await Server.RegisterAsync(application);

        using HttpResponseMessage response = await Server.PostTokenAsync("x5c-only", certificate);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
