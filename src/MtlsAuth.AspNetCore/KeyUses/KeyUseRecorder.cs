using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.KeyUses;

/// <summary>Writes in the background which client authenticated with which key, once an hour for each at most.</summary>
/// <remarks>No request waits for it, and none fails by it: what cannot be written is left out, and noted again at the next use.</remarks>
internal sealed class KeyUseRecorder(IClientKeyUseStore store, TimeProvider clock, ILoggerFactory loggers) : BackgroundService
{
    private const int MaximumNotedCount = 100_000;
    private const int MaximumWaitingCount = 10_000;
    private const int MaximumBatchSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // So that a store that fails is neither asked nor complained of all the time.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string ClientId, JwkThumbprint Key), long> _noted = new();
    private readonly Channel<ClientKeyUse> _waiting = Channel.CreateBounded<ClientKeyUse>(
        new BoundedChannelOptions(MaximumWaitingCount) { SingleReader = true });

    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);

    /// <summary>A client has authenticated. Costs a look-up, and next to nothing more than once an hour.</summary>
    public void Note(string clientId, JwkThumbprint key)
    {
        DateTimeOffset now = clock.GetUtcNow();
        bool isNoted = _noted.TryGetValue((clientId, key), out long notedAt);
        if (isNoted && (now.UtcTicks - notedAt) < Interval.Ticks)
        {
            return;
        }

        // Of several requests at a time, one writes it.
        if (isNoted ? _noted.TryUpdate((clientId, key), now.UtcTicks, notedAt) : TryAdd(clientId, key, now.UtcTicks))
        {
            if (!_waiting.Writer.TryWrite(new ClientKeyUse(clientId, key, now)))
            {
                _noted.TryRemove((clientId, key), out _);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                if (!await TryWriteAsync(Take(), stoppingToken).ConfigureAwait(false))
                {
                    await Task.Delay(PauseAfterFailure, clock, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What still waits is noted again after the next start.
        }
    }

    private bool TryAdd(string clientId, JwkThumbprint key, long ticks)
    {
        // Beyond that some are written more often than they have to be.
        if (_noted.Count >= MaximumNotedCount)
        {
            _noted.Clear();
        }

        return _noted.TryAdd((clientId, key), ticks);
    }

    // Of a client and a key one at most: another one waits if the first was noted more than an hour ago.
    private List<ClientKeyUse> Take()
    {
        Dictionary<(string, JwkThumbprint), ClientKeyUse> uses = [];
        while (uses.Count < MaximumBatchSize && _waiting.Reader.TryRead(out ClientKeyUse? use))
        {
            uses[(use.ClientId, use.KeyThumbprint)] = use;
        }

        return [.. uses.Values];
    }

    private async Task<bool> TryWriteAsync(List<ClientKeyUse> uses, CancellationToken stoppingToken)
    {
        try
        {
            await store.RecordAsync(uses, stoppingToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.KeyUsesNotWritten(_logger, uses.Count, exception);
            foreach (ClientKeyUse use in uses)
            {
                _noted.TryRemove((use.ClientId, use.KeyThumbprint), out _);
            }

            return false;
        }
    }
}
