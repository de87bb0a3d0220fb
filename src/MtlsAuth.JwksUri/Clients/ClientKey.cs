using System.Security.Cryptography;
using System.Text;

namespace MtlsAuth.JwksUri.Clients;

/// <summary>Under which key a client is kept, whatever somebody has sent as its id: bounded, printable, and another for each id.</summary>
internal static class ClientKey
{
    private const int MaximumLength = 200;

    // Ids that are keys themselves have no space in them, so that no id is the hash of another.
    private const string HashPrefix = "sha256 ";

    public static string From(string clientId) =>
        clientId.Length is > 0 and <= MaximumLength && !clientId.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? clientId
            : HashPrefix + Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(clientId)));
}
