using System.IO.Compression;
using System.Text;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>JWK Sets as servers send them.</summary>
internal static class TestDocuments
{
    /// <summary>The head of a response that is right.</summary>
    public const string Ok = "200 OK\nContent-Type: application/jwk-set+json";

    // RFC 7517, appendix A.1.
    private const string P256 =
        """
        {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}
        """;

    public static byte[] OneKey { get; } = Create(1);

    public static byte[] Create(int keys) => OfKeys([.. Enumerable.Repeat(P256, keys)]);

    public static byte[] OfKeys(params string[] keys) => Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}""");

    /// <summary>A set with one key and spaces, as long as wanted.</summary>
    public static byte[] OfLength(int length) => [.. OneKey, .. Enumerable.Repeat((byte)' ', length - OneKey.Length)];

    public static byte[] Compress(string coding, byte[] document)
    {
        using MemoryStream target = new();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.SmallestSize),
            "br" => new BrotliStream(target, CompressionLevel.SmallestSize),
            _ => new ZLibStream(target, CompressionLevel.SmallestSize),
        })
        {
            stream.Write(document);
        }

        return target.ToArray();
    }
}
