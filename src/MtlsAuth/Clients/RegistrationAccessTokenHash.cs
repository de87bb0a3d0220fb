using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace MtlsAuth;

/// <summary>The SHA-256 hash of a registration access token (RFC 7592 §3), which is all that is kept of it.</summary>
/// <remarks>
/// Tokens are random and long, so that their hash needs no salt and no repetition. Immutable and thread-safe.
/// </remarks>
public sealed class RegistrationAccessTokenHash
{
    private readonly byte[] _hash;

    private RegistrationAccessTokenHash(byte[] hash) => _hash = hash;

    /// <summary>Hashes a token.</summary>
    public static RegistrationAccessTokenHash Of(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new RegistrationAccessTokenHash(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    /// <summary>Reads a hash as <see cref="ToArray"/> gives it; false if it has not the length of one.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out RegistrationAccessTokenHash? hash)
    {
        hash = octets.Length == SHA256.HashSizeInBytes ? new RegistrationAccessTokenHash(octets.ToArray()) : null;
        return hash is not null;
    }

    /// <summary>Whether the token is the one that was hashed. Takes the same time for each token of a length.</summary>
    public bool Matches(string token) => CryptographicOperations.FixedTimeEquals(_hash, Of(token)._hash);

    /// <summary>The 32 octets, to be stored.</summary>
    public byte[] ToArray() => [.. _hash];
}
