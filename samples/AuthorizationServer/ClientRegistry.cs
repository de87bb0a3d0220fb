using MtlsAuth;

namespace AuthorizationServer;

/// <summary>Adds registered clients to <c>clients.json</c>, which the client store then reads again.</summary>
internal sealed class ClientRegistry(DataFolder data, JsonFileClientMetadataStore store)
{
    private readonly Lock _writing = new();

    /// <summary>Adds a client, unless the store could not read the file with it, which would keep the server from starting again.</summary>
    public bool TryAdd(ClientMetadata client)
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
