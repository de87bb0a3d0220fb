using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion.Locking;

namespace MtlsAuth.JwksUri.Caching;

/// <summary>Lets one load an entry of all who need it. A lock is kept as long as somebody holds it or waits for it.</summary>
/// <remarks>
/// The cache's own locks are kept for minutes for each key that was ever asked for, and anybody can invent ids of clients. Thread-safe.
/// </remarks>
internal sealed class MemoryLocks : IFusionCacheMemoryLocker
{
    private readonly Dictionary<string, KeyLock> _locks = new(StringComparer.Ordinal);

    /// <summary>How many keys somebody holds or waits for.</summary>
    public int Count
    {
        get
        {
            lock (_locks)
            {
                return _locks.Count;
            }
        }
    }

    public async ValueTask<object?> AcquireLockAsync(
        string cacheName,
        string cacheInstanceId,
        string operationId,
        string key,
        TimeSpan timeout,
        ILogger? logger,
        CancellationToken token)
    {
        KeyLock wanted = Enter(key);
        bool isMine = false;
        try
        {
            isMine = await wanted.Turn.WaitAsync(timeout, token).ConfigureAwait(false);
        }
        finally
        {
            if (!isMine)
            {
                Leave(key, wanted);
            }
        }

        return isMine ? wanted : null;
    }

    public object? AcquireLock(
        string cacheName,
        string cacheInstanceId,
        string operationId,
        string key,
        TimeSpan timeout,
        ILogger? logger,
        CancellationToken token)
    {
        KeyLock wanted = Enter(key);
        bool isMine = false;
        try
        {
            isMine = wanted.Turn.Wait(timeout, token);
        }
        finally
        {
            if (!isMine)
            {
                Leave(key, wanted);
            }
        }

        return isMine ? wanted : null;
    }

    public void ReleaseLock(
        string cacheName, string cacheInstanceId, string operationId, string key, object? lockObj, ILogger? logger)
    {
        if (lockObj is KeyLock mine)
        {
            mine.Turn.Release();
            Leave(key, mine);
        }
    }

    // Without a wait handle, which nobody asks for, a semaphore has nothing to dispose of.
    public void Dispose()
    {
    }

    private KeyLock Enter(string key)
    {
        lock (_locks)
        {
            if (!_locks.TryGetValue(key, out KeyLock? found))
            {
                _locks.Add(key, found = new KeyLock());
            }

            found.UserCount++;
            return found;
        }
    }

    private void Leave(string key, KeyLock left)
    {
        lock (_locks)
        {
            if (--left.UserCount == 0)
            {
                _locks.Remove(key);
            }
        }
    }

    private sealed class KeyLock
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>How many hold it or wait for it.</summary>
        public int UserCount { get; set; }
    }
}
