using MtlsAuth.JwksUri.Options;

namespace MtlsAuth.JwksUri;

/// <summary>Limits within which the keys behind clients' <c>jwks_uri</c> are fetched and kept.</summary>
public sealed class JwksUriOptions
{
    /// <summary>How long fetched keys are used at least before they are fetched again, whatever the response says: 1 minute.</summary>
    /// <remarks>From 1 second to 1 hour.</remarks>
    public TimeSpan MinimumLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long fetched keys are used where the response does not say: 5 minutes.</summary>
    /// <remarks>From <see cref="MinimumLifetime"/> to <see cref="MaximumLifetime"/>.</remarks>
    public TimeSpan DefaultLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long fetched keys are used at most, whatever the response says: 1 hour. A key that a client takes out of its set stops
    /// authenticating it within that time and <see cref="MinimumLifetime"/>, as long as the set can be fetched.
    /// </summary>
    /// <remarks>From <see cref="MinimumLifetime"/> to 1 day.</remarks>
    public TimeSpan MaximumLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How old keys may get, counted from when the client's server last vouched for them, if they cannot be fetched again: 4 hours. It is
    /// the time within which a key stops authenticating under all circumstances.
    /// </summary>
    /// <remarks>From <see cref="MaximumLifetime"/> to 7 days.</remarks>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long nobody asks again after a fetch has failed: 5 seconds, and twice as long after each further failure.</summary>
    /// <remarks>From 5 seconds to <see cref="MaximumPause"/>.</remarks>
    public TimeSpan MinimumPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause after a fetch has failed again and again: 5 minutes.</summary>
    /// <remarks>Up to 1 hour.</remarks>
    public TimeSpan MaximumPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a client's keys are not fetched again for the reason that a certificate has matched none of them: 30 seconds. Anybody may
    /// send certificates that match none.
    /// </summary>
    /// <remarks>From 5 seconds to 1 hour.</remarks>
    public TimeSpan RefreshCoolDown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many fetches a minute this instance makes at most for certificates that have matched none of a client's keys, all clients
    /// together: 60. As many again are made for registrations.
    /// </summary>
    /// <remarks>From 1 to 10,000.</remarks>
    public int MaximumRefreshesPerMinute { get; set; } = 60;

    /// <summary>
    /// How many fetches this instance makes at a time: 64. Others wait for their turn as long as there is time left to connect
    /// (<see cref="TotalTimeout"/> without <see cref="ConnectTimeout"/>).
    /// </summary>
    /// <remarks>From 1 to 1,024.</remarks>
    public int MaximumConcurrentFetches { get; set; } = 64;

    /// <summary>How long it may take to connect: 2 seconds.</summary>
    /// <remarks>From 100 milliseconds to <see cref="TotalTimeout"/>.</remarks>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take until the response's headers are there, connecting included: 4 seconds.</summary>
    /// <remarks>From <see cref="ConnectTimeout"/> to <see cref="TotalTimeout"/>.</remarks>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a fetch may take as a whole: 5 seconds. A request that waits for one waits no longer.</summary>
    /// <remarks>Up to 1 minute.</remarks>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest document, in octets after decompression: 256 KiB.</summary>
    /// <remarks>From 1 KiB to 1 MiB.</remarks>
    public int MaximumDocumentLength { get; set; } = 262_144;

    /// <summary>The most keys in a document, skipped ones included: 1,000.</summary>
    /// <remarks>From 1 to 10,000.</remarks>
    public int MaximumKeyCount { get; set; } = ClientJwkSet.DefaultMaximumKeyCount;

    /// <summary>How many key sets are kept in memory: 10,000.</summary>
    /// <remarks>From 1 to 1,000,000.</remarks>
    public int MaximumEntryCount { get; set; } = 10_000;

    /// <summary>
    /// With a cache that instances share, how long an instance uses what it has in memory before it looks there: 30 seconds. It is what a
    /// lost notification costs.
    /// </summary>
    /// <remarks>From 1 second to 10 minutes.</remarks>
    public TimeSpan MemoryDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Hosts whose keys may be fetched although they have addresses of private or other special-purpose networks: names as they stand in
    /// <c>jwks_uri</c>, such as <c>keys.corp.example</c>, with or without a port. None by default.
    /// </summary>
    public IList<string> InternalHosts { get; } = [];

    /// <summary>
    /// A file with root certification authorities in PEM whose server certificates count beside those that the platform trusts; null for
    /// none. A relative path begins at the application's content root.
    /// </summary>
    public string? Authorities { get; set; }

    /// <summary>The http proxy through which keys are fetched; null for none, whatever the environment says.</summary>
    /// <remarks>Only the proxy sees to which addresses names lead, so that it has to keep clients' URLs off internal ones.</remarks>
    public Uri? Proxy { get; set; }

    /// <summary>The settings that are out of range; none if they can be used.</summary>
    public IReadOnlyList<SettingError> FindErrors() => JwksUriRanges.FindErrors(this);
}
