using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using MtlsAuth.Certificates;
using MtlsAuth.Json;
using MtlsAuth.Keys;

namespace MtlsAuth.TokenBinding;

/// <summary>Reads a <c>cnf</c> object (RFC 7800 §3.1) in one bounded pass.</summary>
/// <remarks>Allocates nothing if <c>x5t#S256</c> is the only member.</remarks>
internal static class ConfirmationReader
{
    /// <summary>The longest <c>cnf</c> that is read, in octets or characters: room for a <c>jwk</c> with its certificates.</summary>
    public const int MaximumLength = 8_192;

    // So much JSON text is transcoded on the stack; a cnf of x5t#S256 alone has 57 characters.
    private const int StackLength = 128;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = StrictJson.MaximumDepth };

    private static ReadOnlySpan<byte> Prefix => "{\"x5t#S256\":\""u8;

    private static ReadOnlySpan<byte> Suffix => "\"}"u8;

    public static ConfirmationForm Read(ReadOnlySpan<char> json, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        if (json.Length > MaximumLength)
        {
            return ConfirmationForm.Malformed;
        }

        // Three octets of UTF-8 are enough for any UTF-16 code unit.
        Span<byte> utf8 = json.Length <= StackLength ? stackalloc byte[StackLength * 3] : new byte[json.Length * 3];
        return Utf8.FromUtf16(json, utf8, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
            ? Read(utf8[..written], out thumbprint)
            : ConfirmationForm.Malformed;
    }

    public static ConfirmationForm Read(JsonElement json, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        return json.ValueKind == JsonValueKind.Object
            ? Read(JsonMarshal.GetRawUtf8Value(json), out thumbprint)
            : ConfirmationForm.Malformed;
    }

    public static ConfirmationForm Read(IReadOnlyDictionary<string, object> members, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        if (!members.TryGetValue(CertificateConfirmation.MemberName, out object? value))
        {
            return members.Count > 0 ? ConfirmationForm.OthersOnly : ConfirmationForm.Malformed;
        }

        bool read = value is JsonElement { ValueKind: JsonValueKind.String } element
            ? ThumbprintText.TryRead(JsonMarshal.GetRawUtf8Value(element)[1..^1], out thumbprint)
            : ThumbprintText.TryRead((value as string).AsSpan(), out thumbprint);
        return !read ? ConfirmationForm.Malformed
            : members.Count > 1 ? ConfirmationForm.CertificateAndOthers
            : ConfirmationForm.CertificateOnly;
    }

    public static ConfirmationForm Read(ReadOnlySpan<byte> utf8Json, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        if (utf8Json.Length > MaximumLength)
        {
            return ConfirmationForm.Malformed;
        }

        // What nearly every server writes, and what is left of it has only the alphabet's characters in it.
        if (utf8Json.Length == Prefix.Length + Sha256Value.TextLength + Suffix.Length
            && utf8Json.StartsWith(Prefix)
            && utf8Json.EndsWith(Suffix))
        {
            return ThumbprintText.TryRead(utf8Json[Prefix.Length..^Suffix.Length], out thumbprint)
                ? ConfirmationForm.CertificateOnly
                : ConfirmationForm.Malformed;
        }

        try
        {
            ConfirmationForm form = ReadMembers(utf8Json, out thumbprint);
            if (form is ConfirmationForm.OthersOnly or ConfirmationForm.CertificateAndOthers)
            {
                // The other members will be somebody else's to read. They have to mean the same to everybody: none twice, no broken text.
                using JsonDocument document = StrictJson.Parse(utf8Json.ToArray());
            }

            return form;
        }
        catch (JsonException)
        {
            return ConfirmationForm.Malformed;
        }
    }

    private static ConfirmationForm ReadMembers(ReadOnlySpan<byte> utf8Json, out CertificateThumbprint thumbprint)
    {
        thumbprint = default;
        Utf8JsonReader reader = new(utf8Json, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return ConfirmationForm.Malformed;
        }

        bool hasThumbprint = false;
        bool hasOthers = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!StrictJson.IsText(reader))
            {
                return ConfirmationForm.Malformed;
            }

            if (!reader.ValueTextEquals("x5t#S256"u8))
            {
                hasOthers = true;
                reader.Skip();
                continue;
            }

            // Nobody has a reason to escape base64url; a backslash is as malformed as any other character outside the alphabet.
            if (hasThumbprint
                || !reader.Read()
                || reader.TokenType != JsonTokenType.String
                || !ThumbprintText.TryRead(reader.ValueSpan, out thumbprint))
            {
                return ConfirmationForm.Malformed;
            }

            hasThumbprint = true;
        }

        // Reading on makes the reader throw if anything but white space follows the object.
        reader.Read();
        return (hasThumbprint, hasOthers) switch
        {
            (true, false) => ConfirmationForm.CertificateOnly,
            (true, true) => ConfirmationForm.CertificateAndOthers,
            (false, true) => ConfirmationForm.OthersOnly,
            (false, false) => ConfirmationForm.Malformed,
        };
    }
}
