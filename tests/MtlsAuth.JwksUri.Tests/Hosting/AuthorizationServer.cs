using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.Tests.Fetching;

namespace MtlsAuth.JwksUri.Tests.Hosting;

/// <summary>What an authorization server registers, and nothing in place of a real part: it fetches over sockets and TLS.</summary>
internal sealed class AuthorizationServer : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public AuthorizationServer(PublishedKeys keys, IEnumerable<ClientMetadata> clients, Action<IServiceCollection>? configure = null)
    {
        JwksUriNetwork loopback = new() { ResolveAsync = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]) };
        ServiceCollection services = new();
        services.AddFakeLogging();
        services.AddMtlsAuth().AddInMemoryClients([.. clients]);
        services.AddMtlsJwksUri(options =>
        {
            options.Authorities = keys.Authorities;
            options.InternalHosts.Add(ServerCertificates.Host);
        });
        services.AddJwksUriHttpClient(network: loopback);
        configure?.Invoke(services);
        _provider = services.BuildServiceProvider();
        Authenticator = _provider.GetRequiredService<IClientCertificateAuthenticator>();
    }

    public IClientCertificateAuthenticator Authenticator { get; }

    public async Task<ClientAuthenticationResult> AuthenticateAsync(string clientId, ClientCertificate certificate) =>
        await Authenticator.AuthenticateAsync(new ClientAuthenticationRequest
        {
            ClientId = clientId,
            Presented = PresentedCertificate.Of(certificate),
        });

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
