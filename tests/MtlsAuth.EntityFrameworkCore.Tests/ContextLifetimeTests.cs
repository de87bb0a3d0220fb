using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>However the application registers its context: a changed client counts at once, in each environment.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ContextLifetimeTests : IDisposable
{
    private readonly SqliteFile _database = new();

    public enum Registration
    {
        Context,
        Pool,
        Factory,
        PooledFactory,
        OwnFactory,
    }

    public void Dispose() => _database.Dispose();

    [Test]
    public async Task A_replaced_key_and_a_removed_client_count_at_once(
        [Values] Registration registration, [Values("Development", "Production")] string environment, [Values] bool isStoreFirst)
    {
        ClientCertificate client = TestCertificates.Ec().Create().ClientCertificate;
        ClientCertificate renewed = TestCertificates.Ec().Create().ClientCertificate;
        await using WebApplication server = await StartAsync(
            environment, services => Register(services, registration), isStoreFirst);
        IClientRegistry registry = server.Services.GetRequiredService<IClientRegistry>();
        ClientRecord record = (await registry.AddAsync(Metadata(client))).Record!;

        List<bool> answers = [await IsAuthenticatedAsync(server, client)];
        record = (await registry.ReplaceAsync(record with { Metadata = Metadata(renewed) })).Record!;
        answers.Add(await IsAuthenticatedAsync(server, client));
        answers.Add(await IsAuthenticatedAsync(server, renewed));
        await registry.RemoveAsync("a", record.Version!);
        answers.Add(await IsAuthenticatedAsync(server, renewed));

        answers.Should().Equal(true, false, true, false);
    }

    [Test]
    public async Task The_servers_settings_say_what_may_be_registered()
    {
        await using WebApplication server = await StartAsync(
            Environments.Production, services => Register(services, Registration.Pool), isStoreFirst: true);

        ClientRegistryResult added = await server.Services.GetRequiredService<IClientRegistry>().AddAsync(
            new ClientMetadata { TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth, TlsClientAuthSanDns = "a.example" });

        added.Findings.Should().Contain(static finding => finding.Kind == ClientRegistrationFindingKind.MethodNotSupported);
        server.Services.GetServices<IClientRegistry>().Should().ContainSingle();
    }

    [Test]
    public async Task Look_ups_at_the_same_time_have_contexts_of_their_own([Values] Registration registration)
    {
        ClientCertificate client = TestCertificates.Ec().Create().ClientCertificate;
        await using WebApplication server = await StartAsync(
            Environments.Development, services => Register(services, registration), isStoreFirst: true);
        await server.Services.GetRequiredService<IClientRegistry>().AddAsync(Metadata(client));

        bool[] answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => IsAuthenticatedAsync(server, client))));

        answers.Should().OnlyContain(static answer => answer);
    }

    [Test]
    public async Task A_database_that_fails_is_answered_with_503_and_Retry_After_and_logged_with_its_exception()
    {
        ExceptionLog log = new();
        await using WebApplication server = await StartAsync(
            Environments.Production,
            services =>
            {
                Register(services, Registration.Pool);
                services.AddSingleton<ILoggerProvider>(log);
            },
            isStoreFirst: false);
        await using (AsyncServiceScope scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ApplicationContext>().Database.EnsureDeletedAsync();
        }

        using HttpClient http = new();
        using FormUrlEncodedContent form = new([new("grant_type", "client_credentials"), new("client_id", "a")]);
        using HttpResponseMessage response = await http.PostAsync(server.Urls.First() + "/token", form);

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        (await response.Content.ReadAsStringAsync()).Should().Contain("temporarily_unavailable").And.NotContain("SQLite");
        log.Exceptions.Should().ContainSingle().Which.InnerException!.Message.Should().Contain("no such table");
    }

    private static ClientMetadata Metadata(ClientCertificate certificate) => new()
    {
        ClientId = "a",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
    };

    private static async Task<bool> IsAuthenticatedAsync(WebApplication server, ClientCertificate certificate)
    {
        ClientAuthenticationResult result = await server.Services.GetRequiredService<IClientCertificateAuthenticator>()
            .AuthenticateAsync(new ClientAuthenticationRequest
            {
                ClientId = "a",
                Presented = PresentedCertificate.Of(certificate),
            });
        return result.IsAuthenticated;
    }

    private void Register(IServiceCollection services, Registration registration) => _ = registration switch
    {
        Registration.Context => services.AddDbContext<ApplicationContext>(_database.Configure),
        Registration.Pool => services.AddDbContextPool<ApplicationContext>(_database.Configure),
        Registration.Factory => services.AddDbContextFactory<ApplicationContext>(_database.Configure),
        Registration.PooledFactory => services.AddPooledDbContextFactory<ApplicationContext>(_database.Configure),
        _ => services.AddSingleton<IDbContextFactory<ApplicationContext>>(new OwnFactory(_database)),
    };

    private static async Task<WebApplication> StartAsync(
        string environment, Action<IServiceCollection> register, bool isStoreFirst)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        register(builder.Services);
        if (isStoreFirst)
        {
            builder.Services.AddMtlsEntityFrameworkStore<ApplicationContext>();
        }

        builder.Services.AddMtlsAuth();
        if (!isStoreFirst)
        {
            builder.Services.AddMtlsEntityFrameworkStore<ApplicationContext>();
        }

        WebApplication server = builder.Build();
        server.MapPost("/token", static () => "never").RequireMtlsClient();
        await using (AsyncServiceScope scope = server.Services.CreateAsyncScope())
        {
            await using ApplicationContext context = scope.ServiceProvider.GetService<ApplicationContext>()
                ?? scope.ServiceProvider.GetRequiredService<IDbContextFactory<ApplicationContext>>().CreateDbContext();
            await context.Database.EnsureCreatedAsync();
        }

        await server.StartAsync();
        return server;
    }

    private sealed class OwnFactory(SqliteFile database) : IDbContextFactory<ApplicationContext>
    {
        public ApplicationContext CreateDbContext()
        {
            DbContextOptionsBuilder<ApplicationContext> options = new();
            database.Configure(options);
            return new ApplicationContext(options.Options);
        }
    }

    private sealed class ExceptionLog : ILoggerProvider, ILogger
    {
        public List<Exception> Exceptions { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is ClientMetadataUnavailableException)
            {
                lock (Exceptions)
                {
                    Exceptions.Add(exception);
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
