using System.Buffers;
using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

internal static class KeySetJson
{
    /// <summary>The JWK Set that clients with these certificates register, without <c>x5c</c>.</summary>
    public static byte[] Write(params IReadOnlyList<ClientCertificate> certificates)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        ClientJwkSet.FromCertificates(includeX5c: false, [.. certificates]).WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
