namespace MtlsAuth;

/// <summary>Settings of a <see cref="JsonFileClientMetadataStore"/>, which copies them when it is opened.</summary>
/// <remarks>What is called back is called by whoever looks at the files, by one at a time, and must not throw.</remarks>
public sealed class JsonFileClientMetadataStoreOptions
{
    /// <summary>
    /// How often the files are looked at, in the background and when a client is looked up: once a second by default. At most a day; zero
    /// looks at each look-up and never in the background.
    /// </summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest key set of one client, in octets; <see cref="ClientJwkSet.DefaultMaximumLength"/> by default.</summary>
    public int MaximumJwkSetLength { get; set; } = ClientJwkSet.DefaultMaximumLength;

    /// <summary>The most keys of one client; <see cref="ClientJwkSet.DefaultMaximumKeyCount"/> by default.</summary>
    public int MaximumKeyCount { get; set; } = ClientJwkSet.DefaultMaximumKeyCount;

    /// <summary>
    /// Judges the clients that were read before they take effect: an error refuses the files as a whole, as one in their JSON would.
    /// </summary>
    public Func<IReadOnlyList<LoadedClient>, ClientMetadataError?>? Check { get; set; }

    /// <summary>Is told of each edit that has taken effect.</summary>
    public Action<IClientCounts>? OnReloaded { get; set; }

    /// <summary>Is told of each edit that could not be read, once for each edit. The last good state stays in force.</summary>
    public Action<ClientMetadataError>? OnReloadFailed { get; set; }
}
