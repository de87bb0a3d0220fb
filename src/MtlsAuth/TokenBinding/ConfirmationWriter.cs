using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.TokenBinding;

/// <summary>Writes <c>x5t#S256</c> into a <c>cnf</c> object beside the members that are there.</summary>
internal static class ConfirmationWriter
{
    public static bool TryAdd(ReadOnlySpan<char> json, CertificateThumbprint thumbprint, [NotNullWhen(true)] out byte[]? result)
    {
        result = null;
        if (json.Length > ConfirmationReader.MaximumLength)
        {
            return false;
        }

        // Half of a surrogate pair is refused: written as something else, it would be another member than the one that was there.
        byte[] utf8Json = new byte[json.Length * 3];
        return Utf8.FromUtf16(json, utf8Json, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
            && TryAdd(utf8Json.AsMemory(0, written), thumbprint, out result);
    }

    private static bool TryAdd(ReadOnlyMemory<byte> utf8Json, CertificateThumbprint thumbprint, [NotNullWhen(true)] out byte[]? result)
    {
        result = null;
        if (utf8Json.Length > ConfirmationReader.MaximumLength)
        {
            return false;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(utf8Json);
            result = Add(document.RootElement, thumbprint);
        }
        catch (JsonException)
        {
            return false;
        }

        return result is not null;
    }

    private static byte[]? Add(JsonElement cnf, CertificateThumbprint thumbprint)
    {
        if (cnf.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        foreach (JsonProperty member in cnf.EnumerateObject())
        {
            if (!member.NameEquals(CertificateConfirmation.MemberName))
            {
                member.WriteTo(writer);
            }
            else if (member.Value.ValueKind != JsonValueKind.String || !member.Value.ValueEquals(thumbprint.ToString()))
            {
                return null; // Whoever bound the token to another certificate has decided otherwise.
            }
        }

        writer.WriteString(CertificateConfirmation.MemberName, thumbprint.ToString());
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
