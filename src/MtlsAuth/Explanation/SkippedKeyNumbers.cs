using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Explanation;

/// <summary>Says of a JWK that is not used whether it is nevertheless meant to be a certain key.</summary>
internal static class SkippedKeyNumbers
{
    /// <summary>
    /// Whether the member that makes the key has its number, in whatever spelling: padded, in base64, with zero octets in front.
    /// </summary>
    public static bool AreOf(SubjectPublicKey key, ReadOnlyMemory<byte> utf8Json)
    {
        using JsonDocument document = JsonDocument.Parse(utf8Json);
        string member = key.Algorithm == KeyAlgorithm.Rsa ? "n" : key.Parameters.Members.Contains("pub") ? "pub" : "x";
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty(member, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            && TryDecode(value.GetString()!, out byte[] number)
            && number.AsSpan().TrimStart((byte)0).SequenceEqual(key[member].TrimStart((byte)0));
    }

    private static bool TryDecode(string text, out byte[] octets) =>
        Base64UrlText.TryDecode(text.TrimEnd('=').Replace('+', '-').Replace('/', '_'), out octets);
}
