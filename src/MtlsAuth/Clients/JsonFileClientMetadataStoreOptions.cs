namespace MtlsAuth.Clients;

/// <summary>Settings of a <see cref="JsonFileClientMetadataStore"/>.</summary>
public sealed record JsonFileClientMetadataStoreOptions
{
    /// <summary>How often a look-up also looks whether the files have changed: at most once a second by default.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Is told of each edit that could not be read, once for each edit. The last good state stays in force.</summary>
    public Action<ClientMetadataFileError>? OnReloadFailed { get; set; }
}
