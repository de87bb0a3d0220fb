using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MtlsAuth.Redis.Connections;

/// <summary>The one connection to Redis, made when it is first needed.</summary>
internal sealed class RedisConnection(IOptions<MtlsRedisOptions> options, TimeProvider clock) : IAsyncDisposable, IDisposable
{
    // The locks ask again at once when there is no connection.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private Task<IConnectionMultiplexer>? _connection;
    private bool _isDisposed;

    /// <summary>The connection, which may not be connected at the moment: it comes back by itself.</summary>
    public Task<IConnectionMultiplexer> GetAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _connection is null or { IsFaulted: true } or { IsCanceled: true } ? _connection = ConnectAsync() : _connection;
        }
    }

    public void Dispose()
    {
        if (Take() is { IsCompletedSuccessfully: true } connection)
        {
            connection.Result.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Take() is { IsCompletedSuccessfully: true } connection)
        {
            await connection.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal static ConfigurationOptions Configure(MtlsRedisOptions options)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(options.Configuration);
        int timeout = (int)options.Timeout.TotalMilliseconds;

        // What cannot be asked at the moment is not queued: whoever waits for it would wait for a dead server.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;

        // Both: the one alone changes nothing for what the caches do.
        configuration.SyncTimeout = timeout;
        configuration.AsyncTimeout = timeout;
        configuration.ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds;

        // A server that is down when this one starts comes back later.
        configuration.AbortOnConnectFail = false;
        return configuration;
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        MtlsRedisOptions settings = options.Value;
        ConfigurationOptions configuration = Configure(settings);
        try
        {
            return settings.ConnectAsync is { } connect
                ? await connect(configuration).ConfigureAwait(false)
                : await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await Task.Delay(PauseAfterFailure, clock, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private Task<IConnectionMultiplexer>? Take()
    {
        lock (_lock)
        {
            _isDisposed = true;
            (Task<IConnectionMultiplexer>? connection, _connection) = (_connection, null);
            return connection;
        }
    }
}
