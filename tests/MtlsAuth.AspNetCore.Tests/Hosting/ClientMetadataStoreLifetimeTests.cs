using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

/// <summary>
/// A store that lives for one request is asked anew by each; a singleton that would keep something of one request stops the start, also
/// in Production, where the container itself does not look.
/// </summary>
public sealed class ClientMetadataStoreLifetimeTests
{
    private static readonly string[] AllEnvironments = [Environments.Development, Environments.Production];

    [TestCaseSource(nameof(AllEnvironments))]
    public async Task A_scoped_store_sees_a_replaced_key_and_a_deleted_client_at_once(string environment)
    {
        using TestClient client = new();
        using TestClient renewed = new();
        Database database = new(client.Metadata);
        await using TestServer server = await StartAsync(
            environment, services => services.AddSingleton(database).AddScoped<DatabaseContext>(), static builder =>
                builder.AddClientMetadataStore<DatabaseStore>());

        List<HttpStatusCode> answers = [await PostAsync(server, client)];
        database.Clients["client"] = renewed.Metadata;
        answers.Add(await PostAsync(server, client));
        answers.Add(await PostAsync(server, renewed));
        database.Clients.Clear();
        answers.Add(await PostAsync(server, renewed));

        answers.Should().Equal(
            HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized);
    }

    [TestCaseSource(nameof(AllEnvironments))]
    public async Task A_scoped_store_is_each_requests_own(string environment)
    {
        using TestClient client = new();
        Database database = new(client.Metadata) { Requests = 4 };
        await using TestServer server = await StartAsync(
            environment, services => services.AddSingleton(database).AddScoped<DatabaseContext>(), static builder =>
                builder.AddClientMetadataStore<DatabaseStore>());
        database.Contexts.Clear();

        // No look-up ends before all have begun.
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, database.Requests).Select(_ => PostAsync(server, client)));

        answers.Should().OnlyContain(static status => status == HttpStatusCode.OK);
        database.Contexts.Should().HaveCount(database.Requests).And.OnlyHaveUniqueItems();
        database.Contexts.Should().OnlyContain(static context => context.IsDisposed);
    }

    [Test]
    public async Task A_scoped_store_shares_the_requests_other_services()
    {
        using TestClient client = new();
        Database database = new(client.Metadata);
        DatabaseContext? ofMiddleware = null;
        await using TestServer server = await StartAsync(
            Environments.Production,
            services => services.AddSingleton(database).AddScoped<DatabaseContext>(),
            static builder => builder.AddClientMetadataStore<DatabaseStore>(),
            app => app.Use((context, next) =>
            {
                ofMiddleware = context.RequestServices.GetRequiredService<DatabaseContext>();
                return next(context);
            }));
        database.Contexts.Clear();

        await PostAsync(server, client);

        database.Contexts.Should().Equal(ofMiddleware!);
    }

    [Test]
    public async Task A_scoped_store_is_asked_in_a_scope_of_its_own_where_there_is_no_request()
    {
        using TestClient client = new();
        Database database = new(client.Metadata);
        await using TestServer server = await StartAsync(
            Environments.Production, services => services.AddSingleton(database).AddScoped<DatabaseContext>(), static builder =>
                builder.AddClientMetadataStore<DatabaseStore>());
        database.Contexts.Clear();

        ClientAuthenticationResult result = await server.Services.GetRequiredService<IClientCertificateAuthenticator>()
            .AuthenticateAsync(new ClientAuthenticationRequest
            {
                ClientId = "client",
                Presented = PresentedCertificate.Of(ClientCertificate.FromX509Certificate2(client.Certificate)),
            });

        result.IsAuthenticated.Should().BeTrue();
        database.Contexts.Should().ContainSingle().Which.IsDisposed.Should().BeTrue();
    }

    [TestCaseSource(nameof(AllEnvironments))]
    public async Task A_singleton_store_on_a_scoped_service_stops_the_start(string environment)
    {
        Task<TestServer> start = StartAsync(
            environment, static services => services.AddSingleton(new Database()).AddScoped<DatabaseContext>(), static builder =>
                builder.AddClientMetadataStore<DatabaseStore>(ServiceLifetime.Singleton));

        // In Development the container is the first to say so, of each registration.
        AggregateException? refusal = await start.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        refusal!.ToString().Should().Contain("singleton").And.Contain("DatabaseContext");
    }

    [Test]
    public async Task A_captive_that_is_refused_is_named_with_the_way_out() =>
        await FluentActions.Awaiting(() => StartAsync(
                Environments.Production,
                static services => services.AddSingleton(new Database()).AddScoped<DatabaseContext>(),
                static builder => builder.AddClientMetadataStore<DatabaseStore>(ServiceLifetime.Singleton)))
            .Should().ThrowAsync<InvalidOperationException>()
            .WithMessage(
                "The client metadata store is a singleton, but would keep*DatabaseStore needs *DatabaseContext, which is scoped.*");

    [Test]
    public async Task A_singleton_that_the_application_registered_under_the_interface_is_looked_at_as_well() =>
        await FluentActions.Awaiting(() => StartAsync(
                Environments.Production,
                static services => services.AddSingleton(new Database()).AddScoped<DatabaseContext>(),
                static builder => builder.Services.Replace(ServiceDescriptor.Singleton<IClientMetadataStore, DatabaseStore>())))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*DatabaseStore needs *DatabaseContext, which is scoped.*");

    [Test]
    public async Task A_registration_that_becomes_scoped_later_is_found() =>
        await FluentActions.Awaiting(() => StartAsync(
                Environments.Production, static services => services.AddSingleton<InMemoryClientMetadataStore>(), static builder =>
                {
                    builder.AddClientMetadataStore<InMemoryClientMetadataStore>();
                    builder.Services.AddScoped<InMemoryClientMetadataStore>();
                }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*needs *InMemoryClientMetadataStore, which is scoped.*");

    [Test]
    public async Task The_applications_own_registration_counts()
    {
        DisposableStore store = new();
        await using TestServer server = await StartAsync(
            Environments.Production, services => services.AddSingleton(_ => store), static builder =>
                builder.AddClientMetadataStore<DisposableStore>());
        using TestClient client = new();

        await PostAsync(server, client);
        await PostAsync(server, client);

        store.Asked.Should().Be(2);
        store.IsDisposed.Should().BeFalse("it lives longer than the request that used it");
    }

    [Test]
    public async Task A_store_that_is_scoped_without_a_word_to_the_library_stops_the_start() =>
        await FluentActions.Awaiting(() => StartAsync(
                Environments.Production,
                static services => services.AddSingleton(new Database()).AddScoped<DatabaseContext>(),
                static builder => builder.Services.AddScoped<IClientMetadataStore, DatabaseStore>()))
            .Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("The IClientMetadataStore is no singleton.*AddClientMetadataStore*");

    [Test]
    public async Task A_store_that_cannot_be_made_stops_the_start() =>
        await FluentActions.Awaiting(() => StartAsync(Environments.Production, static _ => { }, static builder =>
                builder.AddClientMetadataStore<DatabaseStore>()))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*DatabaseContext*");

    private static Task<TestServer> StartAsync(
        string environment,
        Action<IServiceCollection> register,
        Action<MtlsAuthBuilder> addStore,
        Action<WebApplication>? middleware = null) => TestServer.StartAsync(
        services =>
        {
            register(services);
            addStore(services.AddMtlsAuth());
        },
        app =>
        {
            middleware?.Invoke(app);
            TestServer.MapToken(app);
        },
        options: new WebApplicationOptions { EnvironmentName = environment });

    private static async Task<HttpStatusCode> PostAsync(TestServer server, TestClient client)
    {
        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);
        return response.StatusCode;
    }

    /// <summary>What outlives requests.</summary>
    internal sealed class Database(params ClientMetadata[] clients)
    {
        private readonly TaskCompletionSource _allHaveBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        /// <summary>How many look-ups wait for one another.</summary>
        public int Requests { get; init; } = 1;

        public ConcurrentDictionary<string, ClientMetadata> Clients { get; } = new(clients.ToDictionary(client => client.ClientId));

        public ConcurrentQueue<DatabaseContext> Contexts { get; } = [];

        public async Task<ClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _begun) == Requests)
            {
                _allHaveBegun.SetResult();
            }

            await _allHaveBegun.Task.WaitAsync(cancellationToken);
            return Clients.GetValueOrDefault(clientId);
        }
    }

    /// <summary>As one of Entity Framework: for one request, remembering what it found first, and not made for two threads.</summary>
    internal sealed class DatabaseContext(Database database) : IAsyncDisposable
    {
        private readonly Dictionary<string, ClientMetadata?> _found = [];

        public bool IsDisposed { get; private set; }

        public async Task<ClientMetadata?> FindAsync(string clientId, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            database.Contexts.Enqueue(this);
            if (!_found.TryGetValue(clientId, out ClientMetadata? client))
            {
                _found[clientId] = client = await database.FindAsync(clientId, cancellationToken);
            }

            return client;
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class DatabaseStore(DatabaseContext context) : IClientMetadataStore
    {
        public async ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            await context.FindAsync(clientId, cancellationToken) is { } client ? RegisteredClient.From(client) : null;
    }

    internal sealed class DisposableStore : IClientMetadataStore, IDisposable
    {
        public int Asked { get; private set; }

        public bool IsDisposed { get; private set; }

        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
        {
            Asked++;
            return ValueTask.FromResult<RegisteredClient?>(null);
        }

        public void Dispose() => IsDisposed = true;
    }
}
