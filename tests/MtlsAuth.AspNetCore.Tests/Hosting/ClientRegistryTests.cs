using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

/// <summary>The registry of the container changes the store that was added, by the server's settings.</summary>
public sealed class ClientRegistryTests
{
    private static readonly ClientMetadata Client = new()
    {
        ClientId = "a",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client,O=Example Bank,C=DE",
    };

    [Test]
    public async Task Clients_in_memory_can_be_changed()
    {
        await using ServiceProvider provider = Provide(static builder => builder.AddInMemoryClients());

        await AssertAddedAsync(provider);
    }

    [Test]
    public async Task Clients_in_a_file_can_be_changed()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("clients.json", "[]");
        await using ServiceProvider provider = Provide(builder => builder.AddJsonFileClients(file));

        await AssertAddedAsync(provider);

        ClientMetadataFile.Read(file).Should().ContainSingle();
    }

    [Test]
    public async Task A_method_that_is_not_enabled_is_refused()
    {
        await using ServiceProvider provider = Provide(static builder => builder.AddInMemoryClients());

        ClientRegistryResult added = await provider.GetRequiredService<IClientRegistry>().AddAsync(
            Client with { TokenEndpointAuthMethod = "client_secret_basic", TlsClientAuthSubjectDn = null });

        added.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.MethodNotSupported);
    }

    [Test]
    public async Task A_store_that_cannot_be_changed_has_no_registry()
    {
        await using ServiceProvider provider = Provide(static _ => { });

        FluentActions.Invoking(provider.GetRequiredService<IClientRegistry>)
            .Should().Throw<InvalidOperationException>().WithMessage("*IClientRecordStore*");
    }

    [Test]
    public async Task An_observer_that_fails_is_logged()
    {
        Observer observer = new();
        await using ServiceProvider provider = Provide(builder =>
        {
            builder.AddInMemoryClients();
            builder.Services.AddSingleton<IClientChangeObserver>(observer);
            builder.Services.AddFakeLogging();
        });

        await AssertAddedAsync(provider);

        provider.GetFakeLogCollector().GetSnapshot().Should().ContainSingle(static record => record.Id.Id == 60)
            .Which.Exception.Should().BeOfType<TimeoutException>();
    }

    private static ServiceProvider Provide(Action<MtlsAuthBuilder> addStore)
    {
        ServiceCollection services = new();
        services.AddLogging();
        addStore(services.AddMtlsAuth(static options =>
        {
            options.EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth];
            options.TrustAnchors = "authorities.pem";
        }));
        return services.BuildServiceProvider();
    }

    private static async Task AssertAddedAsync(ServiceProvider provider)
    {
        (await provider.GetRequiredService<IClientRegistry>().AddAsync(Client)).Failure.Should().BeNull();
        (await provider.GetRequiredService<IClientMetadataStore>().FindAsync("a")).Should().NotBeNull();
    }

    private sealed class Observer : IClientChangeObserver
    {
        public ValueTask ClientChangedAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new TimeoutException();
    }
}
