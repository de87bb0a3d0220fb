using MtlsAuth;

namespace ExistingServer;

/// <summary>Added: shows the server's own table of clients to MtlsAuth, all of them, whatever their method.</summary>
internal sealed class MtlsClients(ClientTable clients) : IClientMetadataStore
{
    public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) => new(
        ClientMetadata.TryParse(clients.Find(clientId)?.Registration, out ClientMetadata? it, out _) ? RegisteredClient.From(it) : null);
}
