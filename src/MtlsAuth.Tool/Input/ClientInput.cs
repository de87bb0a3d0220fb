using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>Registered clients, as a store's file has them or as made of a JWK Set.</summary>
internal static class ClientInput
{
    /// <summary>The client that <c>clients.json#id</c> names; without an id, the only one of the file.</summary>
    /// <exception cref="UnreadableException">The file cannot be read, or there is no such client.</exception>
    public static async Task<ClientMetadata> ReadAsync(ToolEnvironment environment, string reference, CancellationToken cancellationToken)
    {
        int mark = reference.LastIndexOf('#');
        string path = mark < 0 ? reference : reference[..mark];
        string? id = mark < 0 ? null : reference[(mark + 1)..];

        IReadOnlyList<ClientMetadata> clients = await ReadAllAsync(environment, path, cancellationToken).ConfigureAwait(false);
        if (id is null)
        {
            return clients is [ClientMetadata only]
                ? only
                : throw new UsageException($"{path} has {clients.Count} clients: name one of them as {path}#client_id");
        }

        return clients.FirstOrDefault(client => client.ClientId == id)
            ?? throw new UnreadableException($"{path}: there is no client with this client_id");
    }

    /// <summary>All clients of a file.</summary>
    /// <exception cref="UnreadableException">The file cannot be read.</exception>
    public static async Task<IReadOnlyList<ClientMetadata>> ReadAllAsync(
        ToolEnvironment environment, string path, CancellationToken cancellationToken)
    {
        // The library's own reader opens the file itself; whether it can be opened, and is not too large, is seen here.
        await InputReader.ReadClientFileAsync(environment, path, cancellationToken).ConfigureAwait(false);
        try
        {
            return ClientMetadataFile.Read(path);
        }
        catch (ClientMetadataFileException exception)
        {
            throw new UnreadableException(exception.Message);
        }
    }

    /// <summary>A client of these keys.</summary>
    /// <exception cref="UnreadableException">There is no JWK Set that can be read.</exception>
    public static async Task<ClientMetadata> OfKeysAsync(
        ToolEnvironment environment, string source, string method, CancellationToken cancellationToken)
    {
        byte[] json = KeySetAddress.IsMeant(source)
            ? await KeySetAddress.FetchAsync(environment, source, cancellationToken).ConfigureAwait(false)
            : await InputReader.ReadAsync(environment, source, ClientJwkSet.DefaultMaximumLength, cancellationToken).ConfigureAwait(false);
        return ClientJwkSet.TryParse(json, out ClientJwkSet? keys, out ClientJwkSetError error)
            ? new ClientMetadata { ClientId = "client", TokenEndpointAuthMethod = method, Jwks = keys }
            : throw new UnreadableException($"{source}: no JWK Set that can be used: {error}{Advise(error)}");
    }

    private static string Advise(ClientJwkSetError error) => error switch
    {
        ClientJwkSetError.NotAJwkSet => "; a file of clients is named by --client, and 'mtlsauth jwk --set' makes a set of a key",
        ClientJwkSetError.InvalidJson => "; 'mtlsauth lint jwks' says where, and 'mtlsauth jwk --set' makes a set of a certificate",
        _ => string.Empty,
    };
}
