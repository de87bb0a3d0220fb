using System.Globalization;
using MtlsAuth.Registration;
using Npgsql;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>PostgreSQL loses its power in the middle of traffic, and comes back.</summary>
public sealed class PostgreSqlOutageTests
{
    private const int Writers = 6;
    private const int ChangesPerPhase = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly ClientMetadata Metadata = new()
    {
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client,O=Example Bank,C=DE",
    };

    [Test]
    public async Task Nothing_that_was_done_is_lost_and_no_client_is_taken_for_unknown()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        string connectionString = await server.CreateDatabaseAsync();
        await using Application application = await Application.StartAsync(PostgreSqlServer.Use(connectionString));
        using CancellationTokenSource deadline = new(Deadline);
        Writer[] writers = [.. Enumerable.Range(0, Writers).Select(number => new Writer(application, $"client-{number}"))];
        Task[] traffic = [.. writers.Select(writer => Task.Run(() => writer.RunAsync(deadline.Token)))];

        await ReachAsync(writers, traffic, static writer => writer.Changes >= ChangesPerPhase);
        await server.KillAsync();
        int[] outages = [.. writers.Select(static writer => writer.Outages)];
        await ReachAsync(writers, traffic, writer => writer.Outages > outages[Array.IndexOf(writers, writer)]);
        int[] changes = [.. writers.Select(static writer => writer.Changes)];
        await server.RestartAsync();
        await ReachAsync(writers, traffic, writer => writer.Changes >= changes[Array.IndexOf(writers, writer)] + ChangesPerPhase);
        Array.ForEach(writers, static writer => writer.Stop());
        await Task.WhenAll(traffic);

        foreach (Writer writer in writers)
        {
            ClientRecord record = (await application.Registry.FindAsync(writer.ClientId)).Record!;
            record.Metadata!.ClientName.Should().Be($"{writer.Changes}");
        }

        (await application.Registry.ListAsync()).Records.Should().HaveCount(Writers);
        NpgsqlConnection.ClearAllPools();
    }

    // Until each writer is there; a writer that has failed says so.
    private static async Task ReachAsync(Writer[] writers, Task[] traffic, Func<Writer, bool> isThere)
    {
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(10));
        while (!writers.All(isThere))
        {
            await pause.WaitForNextTickAsync();
            await Task.WhenAll(traffic.Where(static task => task.IsFaulted || task.IsCanceled));
        }
    }

    /// <summary>Renames a client of its own, again and again, and sees that each name is the last that it knows of, or the next.</summary>
    private sealed class Writer(Application application, string clientId)
    {
        private volatile int _changes;
        private volatile int _outages;
        private volatile bool _isStopping;

        public string ClientId => clientId;

        public int Changes => _changes;

        public int Outages => _outages;

        public void Stop() => _isStopping = true;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            (await application.Registry.AddAsync(Metadata with { ClientId = clientId, ClientName = "0" }, null, cancellationToken))
                .Failure.Should().BeNull();
            while (!_isStopping)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await LookUpAsync(cancellationToken);
                await ChangeAsync(cancellationToken);
            }
        }

        private async Task LookUpAsync(CancellationToken cancellationToken)
        {
            try
            {
                (await application.Clients.FindAsync(clientId, cancellationToken)).Should().NotBeNull();
            }
            catch (ClientMetadataUnavailableException)
            {
                _outages++;
            }
        }

        private async Task ChangeAsync(CancellationToken cancellationToken)
        {
            ClientRegistryResult found = await application.Registry.FindAsync(clientId, cancellationToken);
            if (found.Failure is not null)
            {
                found.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
                _outages++;
                return;
            }

            // A change whose answer was lost has been made or not.
            int seen = int.Parse(found.Record!.Metadata!.ClientName!, CultureInfo.InvariantCulture);
            seen.Should().BeOneOf(_changes, _changes + 1);
            _changes = seen;
            ClientRegistryResult replaced = await application.Registry.ReplaceAsync(
                found.Record with { Metadata = found.Record.Metadata with { ClientName = $"{seen + 1}" } }, cancellationToken);
            if (replaced.IsDone)
            {
                _changes = seen + 1;
                return;
            }

            replaced.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
            replaced.Exception.Should().NotBeNull();
            _outages++;
        }
    }
}
