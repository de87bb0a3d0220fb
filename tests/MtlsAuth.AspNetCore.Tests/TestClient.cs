using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>A client with its certificate, which it has registered for <c>pub_key_tls_client_auth</c> unless a test says otherwise.</summary>
internal sealed class TestClient : IDisposable
{
    public TestClient(string id = "client", TestCertificateBuilder? certificate = null)
        : this(id, (certificate ?? TestCertificates.Ec()).Create().ToX509Certificate2())
    {
    }

    public TestClient(string id, X509Certificate2 certificate)
    {
        Certificate = certificate;
        Metadata = new ClientMetadata
        {
            ClientId = id,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: true, ClientCertificate.FromX509Certificate2(certificate)),
        };
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    public ClientMetadata Metadata { get; init; }

    /// <summary>The body of a token request.</summary>
    public string Form => $"grant_type=client_credentials&client_id={Metadata.ClientId}";

    public void Dispose() => Certificate.Dispose();
}
