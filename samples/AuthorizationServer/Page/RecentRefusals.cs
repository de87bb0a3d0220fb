namespace AuthorizationServer.Page;

/// <summary>Keeps the latest refusals in memory.</summary>
/// <remarks>
/// They come out of what the library logs: events 2 and 3 of the category <c>MtlsAuth</c>, which are a stable contract. Thread-safe.
/// Exceptions are left to the log: they may name hosts and databases.
/// </remarks>
internal sealed class RecentRefusals(TimeProvider clock) : ILoggerProvider
{
    /// <summary>The library's category.</summary>
    public const string Category = "MtlsAuth";

    /// <summary>How many are kept.</summary>
    public const int Capacity = 50;

    private const int NotAuthenticated = 2;
    private const int Unavailable = 3;

    private readonly Lock _lock = new();
    private readonly Queue<Refusal> _refusals = new(Capacity);

    /// <summary>Those that are kept, the latest first.</summary>
    public IReadOnlyList<Refusal> ToList()
    {
        lock (_lock)
        {
            return [.. _refusals.Reverse()];
        }
    }

    public ILogger CreateLogger(string categoryName) => new RefusalLogger(this, isHeard: categoryName == Category);

    public void Dispose()
    {
        // There is nothing but memory.
    }

    private void Add(IEnumerable<KeyValuePair<string, object?>> state)
    {
        Dictionary<string, string> values = state
            .DistinctBy(static pair => pair.Key)
            .ToDictionary(static pair => pair.Key, static pair => pair.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);
        string Find(string name) => values.GetValueOrDefault(name, string.Empty);
        Refusal refusal = new(
            clock.GetUtcNow(), Find("ClientId"), Find("Reason"), Find("Method"), Find("CertificateThumbprint"), Find("Detail"));
        lock (_lock)
        {
            if (_refusals.Count == Capacity)
            {
                _refusals.Dequeue();
            }

            _refusals.Enqueue(refusal);
        }
    }

    private sealed class RefusalLogger(RecentRefusals refusals, bool isHeard) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isHeard && logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (isHeard && eventId.Id is NotAuthenticated or Unavailable && state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                refusals.Add(values);
            }
        }
    }
}
