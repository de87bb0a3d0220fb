using Microsoft.Extensions.Hosting;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Hosting;

/// <summary>Makes the HTTP client when the server starts, so that authorities that cannot be read stop it then.</summary>
internal sealed class JwksUriStartupCheck(IHttpClientFactory clients) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        clients.CreateClient(JwksUriHttpClient.Name).Dispose();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
