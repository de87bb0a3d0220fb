using System.Buffers;
using System.Text.Json;

namespace MtlsAuth.JwksUri.Tests.KeySets;

internal static class KeySetJson
{
    public static byte[] Write(ClientJwkSet keys)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            keys.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
