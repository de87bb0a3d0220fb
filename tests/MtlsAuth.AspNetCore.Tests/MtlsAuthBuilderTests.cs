using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Tests;

public sealed class MtlsAuthBuilderTests
{
    [Test]
    public async Task AddJsonFileClients_finds_the_clients_of_the_file()
    {
        using TemporaryFolder folder = new();
        using TestClient client = new();
        string file = folder.Write("clients.json", System.Text.Encoding.UTF8.GetString(client.Metadata.ToUtf8Json()));
        await using TestServer server = await TestServer.StartAsync(services => services.AddMtlsAuth().AddJsonFileClients(file));

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
    }

    // An empty path would be the content root, and every file of JSON in it one of clients.
    [TestCase(null)]
    [TestCase("")]
    public void AddJsonFileClients_refuses_an_empty_path(string? path) =>
        FluentActions.Invoking(() => new ServiceCollection().AddMtlsAuth().AddJsonFileClients(path!))
            .Should().Throw<ArgumentException>().WithParameterName(nameof(path));

    [Test]
    public async Task AddJsonFileClients_refuses_the_start_without_the_file() =>
        await FluentActions.Awaiting(() => TestServer.StartAsync(services => services.AddMtlsAuth().AddJsonFileClients("missing.json")))
            .Should().ThrowAsync<ClientMetadataFileException>().WithMessage("*missing.json*");

    [Test]
    public async Task AddJsonFileClients_refuses_the_start_for_a_broken_client_and_names_it()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("clients.json", """[{ "client_id": "good" }, { "client_id": "bad", "jwks": 1 }]""");

        await FluentActions.Awaiting(() => TestServer.StartAsync(services => services.AddMtlsAuth().AddJsonFileClients(file)))
            .Should().ThrowAsync<ClientMetadataFileException>().WithMessage("*clients.json*client bad, $[1].jwks:*");
    }

    [Test]
    public async Task AddJsonFileClients_logs_a_broken_edit_and_tells_the_application()
    {
        using TemporaryFolder folder = new();
        using TestClient client = new();
        string file = folder.Write("clients.json", System.Text.Encoding.UTF8.GetString(client.Metadata.ToUtf8Json()));
        List<ClientMetadataError> told = [];
        await using TestServer server = await TestServer.StartAsync(services => services.AddMtlsAuth().AddJsonFileClients(file, options =>
        {
            options.ReloadInterval = TimeSpan.Zero;
            options.OnReloadFailed = told.Add;
        }));
        folder.Write("clients.json", "broken");

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        response.IsSuccessStatusCode.Should().BeTrue();
        server.Logs.Should().ContainSingle(entry => entry.Id.Id == 5)
            .Which.Message.Should().StartWith($"Clients not reloaded, the last good state stays in force: {file}");
        told.Should().ContainSingle();
    }

    [Test]
    public async Task The_last_store_counts()
    {
        using TemporaryFolder folder = new();
        string first = folder.Write("first.json", """{ "client_id": "first" }""");
        string second = folder.Write("second.json", """{ "client_id": "second" }""");
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients().AddJsonFileClients(first).AddJsonFileClients(second));

        RegisteredClient? client = await server.Services.GetRequiredService<IClientMetadataStore>().FindAsync("second");

        client.Should().NotBeNull();
    }

    [Test]
    public async Task AddClientMetadataStore_takes_the_store_that_the_application_registered()
    {
        ClientMetadata client = new() { ClientId = "client" };
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddSingleton(new InMemoryClientMetadataStore(client))
            .AddMtlsAuth().AddClientMetadataStore<InMemoryClientMetadataStore>());

        (await server.Services.GetRequiredService<IClientMetadataStore>().FindAsync("client"))!.Metadata.Should().BeSameAs(client);
    }

    [Test]
    public void AddClientMetadataStore_takes_the_lifetime_of_the_last_registration_without_a_key()
    {
        ServiceCollection services = new();
        MtlsAuthBuilder builder = services.AddMtlsAuth();
        services.AddScoped<InMemoryClientMetadataStore>()
            .AddSingleton<InMemoryClientMetadataStore>()
            .AddKeyedScoped<InMemoryClientMetadataStore>("key")
            .AddScoped<object>();

        builder.AddClientMetadataStore<InMemoryClientMetadataStore>();

        services.Should().ContainSingle(static item => item.ServiceType == typeof(IClientMetadataStore))
            .Which.Lifetime.Should().Be(ServiceLifetime.Singleton);
    }
}
