using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

public sealed class Worker(IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ApplicationDbContext>().Database.EnsureCreatedAsync(cancellationToken);
        IOpenIddictApplicationManager applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        if (await applications.FindByClientIdAsync("service-worker", cancellationToken) is null)
        {
            await applications.CreateAsync(
                new OpenIddictApplicationDescriptor
                {
                    ClientId = "service-worker",
                    ClientSecret = "a-secret-of-the-service-worker",
                    Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
                },
                cancellationToken);
        }

        // The next client comes here.
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
