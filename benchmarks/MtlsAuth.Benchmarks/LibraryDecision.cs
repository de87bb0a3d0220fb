using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary><c>pub_key_tls_client_auth</c> for one client, whose key is in memory.</summary>
internal sealed class LibraryDecision(string clientId, ClientCertificate registered)
{
    private readonly ClientCertificateAuthenticator _authenticator = new(new InMemoryClientMetadataStore(
        BenchmarkCertificates.CreateClient(clientId, ClientJwkSet.FromCertificates(includeX5c: false, registered))));

    public bool Decide(string clientId, ClientCertificate certificate)
    {
        // In-memory stores answer at once, so that there is nothing to wait for.
        ValueTask<ClientAuthenticationResult> result =
            _authenticator.AuthenticateAsync(new() { ClientId = clientId, Presented = PresentedCertificate.Of(certificate) });
        return result.IsCompletedSuccessfully && result.Result.IsAuthenticated;
    }
}
