using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MtlsAuth.Registration;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>What only a database can do to clients.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EntityFrameworkClientStoreTests : IDisposable
{
    private static readonly ClientMetadata Metadata = new()
    {
        ClientId = "a",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client,O=Example Bank,C=DE",
    };

    private readonly SqliteFile _database = new();

    public void Dispose() => _database.Dispose();

    [TestCase("{", "client a: The text is not JSON*")]
    [TestCase("", "client a: The text is not JSON*")]
    [TestCase("""{"client_id":"a","jwks":5}""", "client a, $.jwks: *")]
    [TestCase("""{"client_id":"b"}""", "client a, $.client_id: The metadata is of another client.")]
    [TestCase("{}", "client a, $.client_id: The metadata is of another client.")]
    public async Task Metadata_that_somebody_broke_is_unavailable_and_disturbs_nobody_else(string json, string message)
    {
        await using Application application = await Application.StartAsync(_database.Configure);
        foreach (string id in (string[])["0", "a", "b"])
        {
            await application.Registry.AddAsync(Metadata with { ClientId = id });
        }

        await application.ExecuteAsync($"UPDATE MtlsAuthClients SET Metadata = {json} WHERE ClientId = 'a'");

        await FluentActions.Awaiting(() => application.Clients.FindAsync("a").AsTask())
            .Should().ThrowAsync<ClientMetadataUnavailableException>().WithMessage(message);
        (await application.Clients.FindAsync("b"))!.ClientId.Should().Be("b");
        ClientRegistryPage page = await application.Registry.ListAsync();
        page.Records.Select(static record => (record.ClientId, record.Metadata is null, record.Error is null))
            .Should().Equal(("0", false, true), ("a", true, false), ("b", false, true));
        ClientRegistryResult found = await application.Registry.FindAsync("a");
        found.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        found.Exception!.Message.Should().Match(message);

        ClientRegistryResult mended = await application.Registry.ReplaceAsync(found.Record! with { Metadata = Metadata });

        mended.Failure.Should().BeNull();
        (await application.Clients.FindAsync("a"))!.Metadata.TlsClientAuthSubjectDn.Should().Be(Metadata.TlsClientAuthSubjectDn);
    }

    [Test]
    public async Task A_hash_that_somebody_broke_is_none()
    {
        await using Application application = await Application.StartAsync(_database.Configure);
        await application.Registry.AddAsync(Metadata, RegistrationAccessTokenHash.Of("secret"));

        await application.ExecuteAsync($"UPDATE MtlsAuthClients SET RegistrationAccessTokenHash = x'00'");

        (await application.Registry.FindAsync("a")).Record!.RegistrationAccessTokenHash.Should().BeNull();
    }

    [Test]
    public async Task A_database_without_the_table_is_unavailable()
    {
        await using Application application = await Application.StartAsync(_database.Configure);
        await application.ExecuteAsync($"DROP TABLE MtlsAuthClients");

        ClientRegistryResult[] results =
        [
            await application.Registry.FindAsync("a"),
            await application.Registry.AddAsync(Metadata),
            await application.Registry.ReplaceAsync(
                new ClientRecord { ClientId = "a", Metadata = Metadata, Version = Guid.NewGuid().ToString("N") }),
            await application.Registry.RemoveAsync("a", Guid.NewGuid().ToString("N")),
        ];

        results.Should().OnlyContain(static result =>
            result.Failure == ClientRegistryFailureReason.Unavailable && result.Exception!.ToString().Contains("no such table"));
        (await application.Registry.ListAsync()).Exception!.Message.Should().Contain("no such table");
        await FluentActions.Awaiting(() => application.Clients.FindAsync("a").AsTask())
            .Should().ThrowAsync<ClientMetadataUnavailableException>()
            .Where(static exception => exception.InnerException!.Message.Contains("no such table"));
    }

    [Test]
    public async Task The_callers_cancellation_is_no_outage()
    {
        await using Application application = await Application.StartAsync(_database.Configure);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => application.Clients.FindAsync("a", cancelled.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => application.Registry.AddAsync(Metadata, null, cancelled.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_strategy_that_tries_again_what_was_done_has_done_it()
    {
        LostAnswer lost = new();
        await using Application application = await Application.StartAsync(options => options
            .UseSqlite(_database.ConnectionString, static sqlite => sqlite.ExecutionStrategy(static item => new RetryingStrategy(item)))
            .AddInterceptors(lost));

        lost.To = "INSERT";
        ClientRegistryResult added = await application.Registry.AddAsync(Metadata);
        lost.To = "UPDATE";
        ClientRegistryResult replaced = await application.Registry.ReplaceAsync(
            added.Record! with { Metadata = added.Record.Metadata! with { ClientName = "second" } });
        lost.To = "SELECT";
        ClientRegistryResult found = await application.Registry.FindAsync("a");

        lost.Lost.Should().Be(3);
        added.Failure.Should().BeNull();
        replaced.Failure.Should().BeNull();
        found.Record!.Version.Should().Be(replaced.Record!.Version).And.NotBe(added.Record.Version);
        found.Record.Metadata!.ClientName.Should().Be("second");
    }

    [Test]
    public async Task Nothing_is_tried_again_without_a_strategy()
    {
        LostAnswer lost = new();
        await using Application application = await Application.StartAsync(options =>
        {
            _database.Configure(options);
            options.AddInterceptors(lost);
        });
        lost.To = "SELECT";

        await FluentActions.Awaiting(() => application.Clients.FindAsync("a").AsTask())
            .Should().ThrowAsync<ClientMetadataUnavailableException>();

        lost.Lost.Should().Be(1);
    }

    [Test]
    public async Task A_change_whose_answer_was_lost_is_found_to_be_done()
    {
        LostAnswer lost = new();
        await using Application application = await Application.StartAsync(options =>
        {
            _database.Configure(options);
            options.AddInterceptors(lost);
        });

        lost.To = "INSERT";
        ClientRegistryResult added = await application.Registry.AddAsync(Metadata);
        lost.To = "UPDATE";
        ClientRegistryResult replaced = await application.Registry.ReplaceAsync(
            added.Record! with { Metadata = added.Record.Metadata! with { ClientName = "second" } });
        lost.To = "DELETE";
        ClientRegistryResult removed = await application.Registry.RemoveAsync("a", replaced.Record!.Version!);

        lost.Lost.Should().Be(3);
        added.Failure.Should().BeNull();
        replaced.Failure.Should().BeNull();
        removed.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        (await application.Registry.FindAsync("a")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
    }

    [Test]
    public async Task Observers_of_the_container_are_told()
    {
        ChangedClients changed = new();
        await using Application application = await Application.StartAsync(_database.Configure, changed);

        await application.Registry.AddAsync(Metadata);

        changed.Ids.Should().Equal("a");
    }

    [Test]
    public async Task The_time_of_the_change_is_kept_in_UTC()
    {
        await using Application application = await Application.StartAsync(_database.Configure);

        ClientRecord added = (await application.Registry.AddAsync(Metadata)).Record!;

        DateTimeOffset found = (await application.Registry.FindAsync("a")).Record!.UpdatedAt!.Value;
        found.Should().BeCloseTo(added.UpdatedAt!.Value, TimeSpan.FromMilliseconds(1));
        found.Offset.Should().Be(TimeSpan.Zero);
    }

    [Test]
    public async Task The_applications_own_queries_see_clients()
    {
        await using Application application = await Application.StartAsync(_database.Configure);
        await application.Registry.AddAsync(Metadata);

        MtlsAuthClient row = await application.UseContextAsync(static context => context.Set<MtlsAuthClient>().SingleAsync());

        row.ClientId.Should().Be("a");
        row.Metadata.Should().Contain("tls_client_auth_subject_dn");
        row.RowVersion.Should().NotBeEmpty();
        row.UpdatedAt.Should().BeAfter(DateTimeOffset.UnixEpoch);
    }

    // A compiled query belongs to one model.
    [Test]
    public async Task One_type_of_context_may_have_several_models()
    {
        EachTimeAnother.Reset();
        await using Application application = await Application.StartAsync(
            options => options.UseSqlite(_database.ConnectionString).ReplaceService<IModelCacheKeyFactory, EachTimeAnother>());

        await application.Registry.AddAsync(Metadata);

        (await application.Registry.FindAsync("a")).Failure.Should().BeNull();
        (await application.Registry.FindAsync("a")).Failure.Should().BeNull();
        EachTimeAnother.Models.Should().BeGreaterThanOrEqualTo(3);
    }

    private sealed class ChangedClients : IClientChangeObserver
    {
        public List<string> Ids { get; } = [];

        public ValueTask ClientChangedAsync(string clientId, CancellationToken cancellationToken = default)
        {
            Ids.Add(clientId);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class EachTimeAnother : IModelCacheKeyFactory
    {
        private static int _models;

        public static int Models => _models;

        public static void Reset() => _models = 0;

        public object Create(DbContext context, bool designTime) => (Interlocked.Increment(ref _models), designTime);
    }
}
