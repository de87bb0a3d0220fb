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
        foreach (string member in key.Parameters.Members)
        {
            writer.WriteString(member, key.GetJwkMember(member));
        }

        WriteOptional(writer, "kid", jwk.KeyId);
        WriteOptional(writer, "use", jwk.Use);
        WriteOptional(writer, "alg", key.Parameters.Members.Contains("alg") ? null : jwk.Algorithm);

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
