using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace AuthorizationServer.Storage;

/// <summary>Makes codes and refresh tokens. Only their hashes are kept: they are random and long, so that these need no salt.</summary>
internal static class GrantSecret
{
    /// <summary>The length of a hash in base64url.</summary>
    public const int HashLength = 43;

    public static string Make() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
