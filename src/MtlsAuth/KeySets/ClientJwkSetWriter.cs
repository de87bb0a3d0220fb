using System.Buffers.Text;
using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.KeySets;

/// <summary>Writes a JWK Set in JSON (RFC 7517 §5).</summary>
internal static class ClientJwkSetWriter
{
    public static void Write(Utf8JsonWriter writer, ClientJwkSet set)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        int skipped = 0;
        foreach ((int index, ClientJwk jwk) in set.KeysWithIndex())
        {
            WriteSkipped(writer, set, before: index, ref skipped);
            Write(writer, jwk);
        }

        WriteSkipped(writer, set, before: int.MaxValue, ref skipped);
        writer.WriteEndArray();
        OtherMembers.WriteTo(writer, set.OtherMembers);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ClientJwk jwk)
    {
        SubjectPublicKey key = jwk.PublicKey;
        writer.WriteStartObject();
        writer.WriteString("kty"u8, key.KeyType);
        string first = Base64Url.EncodeToString(key.First);
        string? algorithm = jwk.Algorithm;
        switch (key.KeyType)
        {
            case "RSA":
                writer.WriteString("n"u8, first);
                writer.WriteString("e"u8, Base64Url.EncodeToString(key.Second));
                break;
            case "EC":
                writer.WriteString("crv"u8, key.Parameter);
                writer.WriteString("x"u8, first);
                writer.WriteString("y"u8, Base64Url.EncodeToString(key.Second));
                break;
            case "OKP":
                writer.WriteString("crv"u8, key.Parameter);
                writer.WriteString("x"u8, first);
                break;
            default:
                algorithm = key.Parameter;
                writer.WriteString("pub"u8, first);
                break;
        }

        WriteOptional(writer, "kid", jwk.KeyId);
        WriteOptional(writer, "use", jwk.Use);
        WriteOptional(writer, "alg", algorithm);

        // A chain is kept as it was registered.
        if (jwk.Certificate is { } certificate && !OtherMembers.Has(jwk.OtherMembers, "x5c"u8))
        {
            writer.WriteStartArray("x5c"u8);
            writer.WriteBase64StringValue(certificate.RawData.Span);
            writer.WriteEndArray();
        }

        OtherMembers.WriteTo(writer, jwk.OtherMembers);
        writer.WriteEndObject();
    }

    private static void WriteSkipped(Utf8JsonWriter writer, ClientJwkSet set, int before, ref int next)
    {
        for (; next < set.SkippedKeys.Count && set.SkippedKeys[next].Index < before; next++)
        {
            writer.WriteRawValue(set.SkippedJson[next]);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
