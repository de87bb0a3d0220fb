using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MtlsAuth.Encodings;

namespace MtlsAuth.Keys;

/// <summary>The 32 octets of a SHA-256 hash, kept in place instead of in an array.</summary>
[InlineArray(Length)]
internal struct Sha256Value
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The length of the base64url text: 43 characters.</summary>
    public const int TextLength = 43;

    private byte _first;

    public static Sha256Value Compute(ReadOnlySpan<byte> data)
    {
        Sha256Value value = default;
        SHA256.HashData(data, value);
        return value;
    }

    public static Sha256Value From(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Length)
        {
            throw new ArgumentException("A SHA-256 thumbprint has 32 octets.", nameof(octets));
        }

        Sha256Value value = default;
        octets.CopyTo(value);
        return value;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Sha256Value value)
    {
        value = default;
        if (text.Length != TextLength || !Base64UrlText.TryDecode(text, out byte[] octets))
        {
            return false;
        }

        value = From(octets);
        return true;
    }

    public override readonly string ToString() => Base64Url.EncodeToString(this);

    public readonly bool SequenceEqual(in Sha256Value other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    /// <summary>The octets of a hash are as good as any for a hash code.</summary>
    public override readonly int GetHashCode() => BitConverter.ToInt32(this);
}
