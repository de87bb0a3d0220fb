namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Stands where no store was added; <see cref="StartupCheck"/> refuses to start with it.</summary>
internal sealed class MissingClientMetadataStore : IClientMetadataStore
{
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        throw new ClientMetadataUnavailableException("No client metadata store was added.");
}
