using System.Text.Json;

namespace ExistingServer;

/// <summary>All clients of the server. A database, in most servers.</summary>
internal sealed class ClientTable
{
    private readonly Dictionary<string, Client> _clients;

    private ClientTable(IEnumerable<Client> clients) =>
        _clients = clients.ToDictionary(static client => client.Id, StringComparer.Ordinal);

    /// <summary>
    /// Reads a JSON array of objects with <c>registration</c> (RFC 7591) and, for clients with a secret, <c>secret_sha256</c> in base64.
    /// </summary>
    public static ClientTable Load(string path) =>
        new(JsonElement.Parse(File.ReadAllBytes(path)).EnumerateArray().Select(Read));

    /// <summary>The client of this very id, or null.</summary>
    public Client? Find(string id) => _clients.GetValueOrDefault(id);

    private static Client Read(JsonElement row)
    {
        JsonElement registration = row.GetProperty("registration");
        return new Client(
            registration.GetProperty("client_id").GetString()!,
            registration.TryGetProperty("token_endpoint_auth_method", out JsonElement method) ? method.GetString()! : "client_secret_basic",
            JsonSerializer.SerializeToUtf8Bytes(registration),
            row.TryGetProperty("secret_sha256", out JsonElement hash) ? hash.GetBytesFromBase64() : null);
    }
}
