namespace MtlsAuth.Fuzz;

/// <summary>Ends the program when one execution takes longer than any should, and saves the input.</summary>
internal sealed class Watchdog : IDisposable
{
    // Thousands of times what the slowest reader takes, so that a busy machine is no finding.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Findings _findings;
    private readonly Timer _timer;
    private long _startedAt;
    private volatile byte[]? _input;

    public Watchdog(Findings findings)
    {
        _findings = findings;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Begin(byte[] input)
    {
        Volatile.Write(ref _startedAt, Environment.TickCount64);
        _input = input;
    }

    public void End() => _input = null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_input is { } input && Environment.TickCount64 - Volatile.Read(ref _startedAt) > Limit.TotalMilliseconds)
        {
            _findings.Report(input, $"The input took longer than {Limit.TotalSeconds} seconds.");
            Environment.Exit(1);
        }
    }
}
