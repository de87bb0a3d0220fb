using MtlsAuth.JwksUri.Options;

namespace MtlsAuth.JwksUri;

/// <summary>How long clients are kept that were read from the application's store, and how many of them.</summary>
public sealed class ClientCacheOptions
{
    /// <summary>
    /// How long a client is used before it is read again: 1 minute. It is the time within which a change counts of which nobody was told.
    /// </summary>
    /// <remarks>From 1 second to 1 hour.</remarks>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an id counts as unknown before the store is asked again: 10 seconds.</summary>
    /// <remarks>From 1 second to 10 minutes. Unknown ids are kept in memory only, and are the first to go where memory is short.</remarks>
    public TimeSpan UnknownLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How old a client may get, counted from when it was read, if the store fails: 10 minutes. It is the time within which a removed
    /// client stops authenticating under all circumstances.
    /// </summary>
    /// <remarks>From <see cref="Lifetime"/> to 1 day.</remarks>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long nobody asks the store for a client again after it has failed: 1 second, and twice as long after each further failure.
    /// </summary>
    /// <remarks>From 100 milliseconds to <see cref="MaximumPause"/>.</remarks>
    public TimeSpan MinimumPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after the store has failed again and again: 30 seconds.</summary>
    /// <remarks>Up to 10 minutes.</remarks>
    public TimeSpan MaximumPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the store may take: 10 seconds. It is taken for a failure if it takes longer.</summary>
    /// <remarks>From 100 milliseconds to 1 minute.</remarks>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many clients and unknown ids are kept in memory: 100,000.</summary>
    /// <remarks>From 1 to 10,000,000.</remarks>
    public int MaximumEntryCount { get; set; } = 100_000;

    /// <summary>
    /// With a cache that instances share, how long an instance uses what it has in memory before it looks there: 30 seconds. It is what a
    /// lost notification costs.
    /// </summary>
    /// <remarks>From 1 second to 10 minutes.</remarks>
    public TimeSpan MemoryDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The settings that are out of range; none if they can be used.</summary>
    public IReadOnlyList<SettingError> FindErrors() => ClientCacheRanges.FindErrors(this);
}
