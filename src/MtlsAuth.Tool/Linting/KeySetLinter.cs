using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Linting;

/// <summary>Checks a JWK Set (RFC 7517 §5), as what a client registers or publishes behind its <c>jwks_uri</c>.</summary>
internal static class KeySetLinter
{
    private const string PlaceInMetadata = "$.jwks";

    /// <summary>Finds what is wrong with it.</summary>
    /// <param name="utf8Json">A JSON text without fault.</param>
    /// <param name="clock">The time, for what expires.</param>
    /// <param name="profile">The regime whose rules for keys count beside all others, or null.</param>
    public static IReadOnlyList<LintFinding> Lint(ReadOnlyMemory<byte> utf8Json, TimeProvider clock, SecurityProfile? profile)
    {
        if (!ClientJwkSet.TryParse(utf8Json.Span, out ClientJwkSet? keys, out ClientJwkSetError error))
        {
            return [Explain(error, utf8Json)];
        }

        ClientMetadata metadata = new() { TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth, Jwks = keys };

        // A set has neither a method nor a place where it is registered, of which a profile could disapprove.
        return
        [
            .. ClientRules.CreateValidator(isTrustedSource: true, clock, profile).Validate(metadata).Findings
                .Where(static finding => finding.Kind != ClientRegistrationFindingKind.ProfileViolation)
                .Select(static finding => LintFinding.Of(finding, "$" + finding.Path[PlaceInMetadata.Length..])),
        ];
    }

    private static LintFinding Explain(ClientJwkSetError error, ReadOnlyMemory<byte> utf8Json)
    {
        (string path, string text) = error switch
        {
            ClientJwkSetError.TooLarge => ("$", "The set is larger than servers read by default, 1 MiB."),
            ClientJwkSetError.TooManyKeys => ("$.keys", "The set has more keys than servers read by default, 1,000."),
            ClientJwkSetError.NotAJwkSet => ("$", "A JWK Set is an object with a member keys that is an array (RFC 7517, section 5)."),
            ClientJwkSetError.PrivateKey => (
                FindKey(utf8Json, SkippedJwkReason.PrivateKey),
                "The key is a private one. Whoever has read the file has it: make a new key, and register the public one."),
            ClientJwkSetError.SymmetricKey => (
                FindKey(utf8Json, SkippedJwkReason.SymmetricKey), "The key is symmetric, a secret. Keys that are registered are public."),
            _ => ("$", "The text is not JSON as it has to be: UTF-8, each member once, not nested deeply."),
        };
        return LintFinding.Error(error.ToString(), path, text);
    }

    private static string FindKey(ReadOnlyMemory<byte> utf8Json, SkippedJwkReason reason)
    {
        using JsonDocument document = JsonDocument.Parse(utf8Json);
        foreach ((int index, JsonElement key) in document.RootElement.GetProperty("keys"u8).EnumerateArray().Index())
        {
            if (!ClientJwk.TryParse(JsonMarshal.GetRawUtf8Value(key), out _, out SkippedJwk? fault) && fault.Reason == reason)
            {
                return string.Create(CultureInfo.InvariantCulture, $"$.keys[{index}]");
            }
        }

        return "$.keys";
    }
}
