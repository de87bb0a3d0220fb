using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The proxy sends a secret beside the certificate.</summary>
/// <remarks>Hashes are compared: they are of one length, so that the time does not tell that of the secret.</remarks>
internal sealed class SharedSecretProof(IEnumerable<string> secrets) : IProvenanceProof
{
    private const int MaximumLength = 1024;

    private readonly byte[][] _hashes = [.. secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))];

    public bool Holds(HttpContext context, ForwardedHeaders headers)
    {
        if (headers.SecretValue is not [{ Length: > 0 and <= MaximumLength } value])
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(value), hash);
        bool matches = false;
        foreach (byte[] expected in _hashes)
        {
            matches |= CryptographicOperations.FixedTimeEquals(hash, expected);
        }

        return matches;
    }
}
