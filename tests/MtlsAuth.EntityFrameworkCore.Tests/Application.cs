using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Registration;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>An application's services, with a table for clients in its database.</summary>
internal sealed class Application : IAsyncDisposable
{
    private static readonly ClientRegistrationValidatorOptions Validation = new()
    {
        EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
    };

    private readonly ServiceProvider _provider;

    private Application(ServiceProvider provider) => _provider = provider;

    public IClientRegistry Registry => _provider.GetRequiredService<IClientRegistry>();

    public IClientRecordStore Records => _provider.GetRequiredService<IClientRecordStore>();

    public IClientKeyUseStore KeyUses => _provider.GetRequiredService<IClientKeyUseStore>();

    public IClientMetadataStore Clients => _provider.GetRequiredService<IClientMetadataStore>();

    public static Task<Application> StartAsync(Action<DbContextOptionsBuilder> configure, params IClientChangeObserver[] observers) =>
        StartAsync(
            services =>
            {
                services.AddDbContext<ApplicationContext>(configure);
                foreach (IClientChangeObserver observer in observers)
                {
                    services.AddSingleton(observer);
                }
            });

    public static async Task<Application> StartAsync(Action<IServiceCollection> addContext)
    {
        ServiceCollection services = new();
        addContext(services);
        services.AddMtlsEntityFrameworkStore<ApplicationContext>(Validation);
        Application application = new(services.BuildServiceProvider(validateScopes: true));
        await application.UseContextAsync(static context => context.Database.EnsureCreatedAsync());
        return application;
    }

    public async Task<T> UseContextAsync<T>(Func<ApplicationContext, Task<T>> use)
    {
        await using AsyncServiceScope scope = _provider.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<ApplicationContext>());
    }

    public Task ExecuteAsync(FormattableString sql) => UseContextAsync(context => context.Database.ExecuteSqlInterpolatedAsync(sql));

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
