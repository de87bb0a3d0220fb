using MtlsAuth;

namespace AuthorizationServer;

/// <summary>Adds registered clients to <c>clients.json</c>, which the client store then reads again.</summary>
internal sealed class ClientRegistry(DataFolder data, JsonFileClientMetadataStore store, IEnumerable<IClientChangeObserver> observers)
{
    private readonly Lock _writing = new();

    /// <summary>Adds a client, unless the store could not read the file with it, which would keep the server from starting again.</summary>
    public async Task<bool> TryAddAsync(ClientMetadata client)
    {
        if (!TryAdd(client))
        {
            return false;
        }

        // A cache may remember that there was no such client.
        foreach (IClientChangeObserver observer in observers)
        {
            await observer.ClientChangedAsync(client.ClientId);
        }

        return true;
    }

    private bool TryAdd(ClientMetadata client)
    {
        lock (_writing)
        {
            try
            {
                ClientMetadataFile.Write(data.ClientsFile, [.. ClientMetadataFile.Read(data.ClientsFile), client]);
                return store.Reload();
            }
            catch (ClientMetadataFileException)
            {
                return false;
            }
        }
    }
}
