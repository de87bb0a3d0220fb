namespace MtlsAuth.JwksUri.Tests.Clients;

/// <summary>Waits for what other threads and processes do, as long as it takes and no longer.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task BecomesAsync<T>(Func<Task<T>> read, T expected)
    {
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(10));
        T value = await read();
        while (!EqualityComparer<T>.Default.Equals(value, expected))
        {
            if (deadline.IsCancellationRequested)
            {
                value.Should().Be(expected, "that is what it had to become");
            }

            await pause.WaitForNextTickAsync();
            value = await read();
        }
    }
}
