using Microsoft.Extensions.Hosting;
using MtlsAuth.Authentication;
using MtlsAuth.Clients;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Makes the store and the authenticator when the server starts, so that what is wrong with them stops it then.</summary>
internal sealed class StartupCheck : IHostedService
{
    public StartupCheck(IClientMetadataStore store, IClientCertificateAuthenticator authenticator)
    {
        ArgumentNullException.ThrowIfNull(authenticator);
        if (store is MissingClientMetadataStore)
        {
            throw new InvalidOperationException(
                "AddMtlsAuth does not know where the clients are. Add AddJsonFileClients, AddInMemoryClients or AddClientMetadataStore.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
