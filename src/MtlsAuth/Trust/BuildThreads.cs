using System.Diagnostics.CodeAnalysis;

namespace MtlsAuth.Trust;

/// <summary>Runs what waits for the network within the platform: a few at a time, on threads of their own. Thread-safe.</summary>
/// <remarks>
/// The thread pool is everybody's, and grows slowly while its threads wait. Those here are made when they are needed, and end with their
/// work, which the platform's own time limits bound; as background threads they keep no process from ending.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore has something to dispose only if its handle has been asked for.")]
internal sealed class BuildThreads(int maximumCount)
{
    private readonly SemaphoreSlim _free = new(maximumCount);

    /// <summary>Waits for a free thread and then for the work.</summary>
    /// <param name="work">The work, which goes on when nobody waits for it any more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<T> running = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return work();
                }
                finally
                {
                    _free.Release();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
        return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
