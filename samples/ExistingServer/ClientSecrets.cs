using System.Security.Cryptography;
using System.Text;

namespace ExistingServer;

/// <summary>Checks the secrets of <c>client_secret_basic</c> and <c>client_secret_post</c>.</summary>
/// <remarks>
/// The server made them itself, of 256 random bits: a plain hash is enough. Secrets that people choose need one that is slow to compute.
/// </remarks>
internal static class ClientSecrets
{
    public static bool IsRight(Client client, string secret) =>
        client.SecretHash is { } hash && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
