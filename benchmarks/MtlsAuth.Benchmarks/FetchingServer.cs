using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri;

namespace MtlsAuth.Benchmarks;

/// <summary>Decides on clients with <c>jwks_uri</c>, all of which publish the same key; the network is left out.</summary>
internal sealed class FetchingServer : ICachingServer
{
    private readonly ServiceProvider _provider;
    private readonly IClientJwkSetSource _source;

    public FetchingServer(ClientCertificate published)
    {
        ServiceCollection services = new();
        services.AddMtlsJwksUri(static options => options.MaximumEntryCount = 100_000);
        services.AddHttpClient("MtlsAuth.JwksUri").ConfigurePrimaryHttpMessageHandler(() => new Published(KeySetJson.Write(published)));
        _provider = services.BuildServiceProvider();
        _source = _provider.GetRequiredService<IClientJwkSetSource>();
    }

    /// <summary>An authenticator for one client, whose keys have been fetched.</summary>
    public ClientCertificateAuthenticator CreateAuthenticator(string clientId)
    {
        Load(clientId);
        return new ClientCertificateAuthenticator(new InMemoryClientMetadataStore(Client(clientId)), jwkSetSource: _source);
    }

    public void Load(string clientId)
    {
        // The handler answers at once, but the cache may go on elsewhere.
        ValueTask<ClientJwkSetResult> pending = _source.GetAsync(RegisteredClient.From(Client(clientId)), refresh: false);
        ClientJwkSetResult result = pending.AsTask().GetAwaiter().GetResult();
        if (result.Status != ClientJwkSetStatus.Current)
        {
            throw new InvalidOperationException(result.Detail);
        }
    }

    public void Dispose() => _provider.Dispose();

    private static ClientMetadata Client(string clientId) => new()
    {
        ClientId = clientId,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        JwksUri = $"https://keys.example/{clientId}/jwks.json",
    };

    private sealed class Published(byte[] document) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = new() { Content = new ByteArrayContent(document) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jwk-set+json");
            response.Headers.CacheControl = new CacheControlHeaderValue { MaxAge = TimeSpan.FromHours(1) };
            return Task.FromResult(response);
        }
    }
}
