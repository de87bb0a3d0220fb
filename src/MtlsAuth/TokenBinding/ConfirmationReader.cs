using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;

namespace MtlsAuth.TokenBinding;

/// <summary>Reads a <c>cnf</c> object (RFC 7800 §3.1), bounded, and once for all who ask what is in it.</summary>
/// <remarks>Allocates nothing for what nearly every server writes: <c>x5t#S256</c> alone, without white space.</remarks>
internal static class ConfirmationReader
{
    /// <summary>The longest <c>cnf</c> that is read, in octets or characters: room for a <c>jwk</c> with its certificates.</summary>
    public const int MaximumLength = 8_192;

    // So much JSON text is transcoded on the stack; a cnf of x5t#S256 alone has 57 characters.
    private const int StackLength = 128;

    private static ReadOnlySpan<byte> Prefix => "{\"x5t#S256\":\""u8;

    private static ReadOnlySpan<byte> Suffix => "\"}"u8;

    public static ConfirmationContents Read(ReadOnlySpan<char> json)
    {
        if (json.Length > MaximumLength)
        {
            return default;
        }

        // Three octets of UTF-8 are enough for any UTF-16 code unit.
        Span<byte> utf8 = json.Length <= StackLength ? stackalloc byte[StackLength * 3] : new byte[json.Length * 3];
        return Utf8.FromUtf16(json, utf8, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
            ? Read(utf8[..written])
            : default;
    }

    public static ConfirmationContents Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? Read(JsonMarshal.GetRawUtf8Value(json)) : default;

    public static ConfirmationContents Read(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.Length > MaximumLength)
        {
            return default;
        }

        // What nearly every server writes, and what is left of it has only the alphabet's characters in it.
        if (utf8Json.Length == Prefix.Length + Sha256Value.TextLength + Suffix.Length
            && utf8Json.StartsWith(Prefix)
            && utf8Json.EndsWith(Suffix))
        {
            return ThumbprintText.TryRead(utf8Json[Prefix.Length..^Suffix.Length], out CertificateThumbprint thumbprint)
                ? new ConfirmationContents(thumbprint)
                : default;
        }

        return ReadMembers(utf8Json);
    }

    private static ConfirmationContents ReadMembers(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            // Other members will be somebody else's to read. They have to mean the same to everybody: none twice, no broken text.
            using JsonDocument document = StrictJson.Parse(utf8Json.ToArray());
            return ReadMembers(document.RootElement);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ConfirmationContents ReadMembers(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        CertificateThumbprint? certificate = null;
        List<string> others = [];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!member.NameEquals(CertificateConfirmation.MemberName))
            {
                others.Add(member.Name);
            }
            else if (TryReadThumbprint(member.Value, out CertificateThumbprint thumbprint))
            {
                certificate = thumbprint;
            }
            else
            {
                return default;
            }
        }

        return new ConfirmationContents(certificate, others);
    }

    // Nobody has a reason to escape base64url; a backslash is as malformed as any other character outside the alphabet.
    private static bool TryReadThumbprint(JsonElement value, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        return value.ValueKind == JsonValueKind.String
            && ThumbprintText.TryRead(JsonMarshal.GetRawUtf8Value(value)[1..^1], out thumbprint);
    }
}
