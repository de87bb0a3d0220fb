using MtlsAuth.JwksUri.Caching;

namespace MtlsAuth.JwksUri.Tests.Caching;

public sealed class MemoryLocksTests
{
    [Test]
    public async Task A_lock_is_held_by_one_and_gone_when_nobody_wants_it([Values] bool isAsync)
    {
        using MemoryLocks locks = new();
        int inside = 0;
        int most = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int round = 0; round < 300; round++)
            {
                string key = $"{round % 3}";
                object? mine = await AcquireAsync(locks, key, Timeout.InfiniteTimeSpan, isAsync);
                if (key == "0")
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Thread.Yield();
                    Interlocked.Decrement(ref inside);
                }

                Release(locks, key, mine);
            }
        })));

        most.Should().Be(1);
        locks.Count.Should().Be(0);
    }

    [Test]
    public async Task Who_waits_no_longer_leaves_nothing_behind([Values] bool isAsync)
    {
        using MemoryLocks locks = new();
        object? mine = await AcquireAsync(locks, "key", TimeSpan.Zero, isAsync);

        (await AcquireAsync(locks, "key", TimeSpan.Zero, isAsync)).Should().BeNull();
        await FluentActions.Awaiting(() => AcquireAsync(locks, "key", Timeout.InfiniteTimeSpan, isAsync, new CancellationToken(true)))
            .Should().ThrowAsync<OperationCanceledException>();
        Release(locks, "key", null);
        locks.Count.Should().Be(1);

        Release(locks, "key", mine);
        locks.Count.Should().Be(0);
    }

    private static async Task<object?> AcquireAsync(
        MemoryLocks locks, string key, TimeSpan timeout, bool isAsync, CancellationToken token = default) => isAsync
            ? await locks.AcquireLockAsync("cache", "instance", "operation", key, timeout, null, token)
            : locks.AcquireLock("cache", "instance", "operation", key, timeout, null, token);

    private static void Release(MemoryLocks locks, string key, object? held) =>
        locks.ReleaseLock("cache", "instance", "operation", key, held, null);
}
