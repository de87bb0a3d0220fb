using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Clients;

namespace AuthorizationServer;

/// <summary>Adds registered clients to <c>clients.json</c>, which the client store then reads again.</summary>
internal sealed class ClientRegistry(DataFolder data, JsonFileClientMetadataStore store)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Lock _writing = new();

    /// <summary>Adds a client, unless the store could not read the file with it, which would keep the server from starting again.</summary>
    public bool TryAdd(ClientMetadata client)
    {
        lock (_writing)
        {
            JsonArray clients = JsonNode.Parse(File.ReadAllBytes(data.ClientsFile))!.AsArray();
            clients.Add(JsonNode.Parse(client.ToUtf8Json()));

            // Written beside and renamed, so that the store never sees half a file.
            string written = data.ClientsFile + ".new";
            File.WriteAllText(written, clients.ToJsonString(Indented) + "\n");
            try
            {
                JsonFileClientMetadataStore.Open(written);
            }
            catch (ClientMetadataFileException)
            {
                File.Delete(written);
                return false;
            }

            File.Move(written, data.ClientsFile, overwrite: true);
            return store.Reload();
        }
    }
}
