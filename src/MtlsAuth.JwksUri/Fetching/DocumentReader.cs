using System.IO.Compression;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Reads a response's body, and no more of it than is allowed.</summary>
internal static class DocumentReader
{
    private const int FirstLength = 8_192;

    /// <summary>The content codings that are understood (RFC 9110 §8.4.1), as <c>Accept-Encoding</c> names them.</summary>
    public static IReadOnlyList<string> Codings { get; } = ["gzip", "deflate", "br"];

    /// <summary>Whether a body can be read: it is compressed once at most, and in a way that was asked for.</summary>
    public static bool Understands(ICollection<string> codings) =>
        codings.Count == 0 || (codings.Count == 1 && Codings.Contains(codings.First(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads a body and decompresses it.</summary>
    /// <returns>The document; null if it is longer than allowed.</returns>
    /// <exception cref="InvalidDataException">The body is not compressed as it says.</exception>
    /// <exception cref="IOException">The body was cut off.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maximumLength, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maximumLength)
        {
            return null;
        }

        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            ReadOnlyMemory<byte>? body = await ReadAsync(stream, maximumLength, cancellationToken).ConfigureAwait(false);
            return body is { } compressed && content.Headers.ContentEncoding.Count > 0
                ? Decompress(compressed, content.Headers.ContentEncoding.First(), maximumLength)
                : body;
        }
    }

    private static ReadOnlyMemory<byte>? Decompress(ReadOnlyMemory<byte> compressed, string coding, int maximumLength)
    {
        using MemoryStream source = new(compressed.ToArray());
        using Stream stream = coding.ToUpperInvariant() switch
        {
            "GZIP" => new GZipStream(source, CompressionMode.Decompress),
            "BR" => new BrotliStream(source, CompressionMode.Decompress),
            _ => new ZLibStream(source, CompressionMode.Decompress),
        };
        try
        {
            // It is all in memory: nothing is waited for.
            return ReadAsync(stream, maximumLength, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("The body is not Brotli.", exception);
        }
    }

    // One octet more than allowed is enough to know.
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int maximumLength, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[Math.Min(FirstLength, maximumLength + 1)];
        int length = 0;
        int count;
        while ((count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += count;
            if (length > maximumLength)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(2 * length, maximumLength + 1));
            }
        }

        return buffer.AsMemory(0, length);
    }
}
