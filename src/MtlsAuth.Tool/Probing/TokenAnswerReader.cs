using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using MtlsAuth.Tool.Input;

namespace MtlsAuth.Tool.Probing;

/// <summary>Reads the answer of a token endpoint (RFC 6749 §5.1, §5.2).</summary>
internal static class TokenAnswerReader
{
    private const int MaximumDepth = 64;

    /// <summary>Reads it.</summary>
    /// <exception cref="ProbeException">It is no such answer.</exception>
    public static TokenAnswer Read(HttpAnswer answer)
    {
        if (JsonInput.FindFault(answer.Body, MaximumDepth) is not null)
        {
            // Gateways and servers that refuse a client need not say more than the status.
            return answer.Status is 400 or 401 or 403
                ? new TokenAnswer(answer.Status, null, null, null, null, false)
                : throw Refuse(answer.Status, "no JSON");
        }

        using JsonDocument document = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            throw Refuse(answer.Status, "no JSON object");
        }

        string? error = FindText(root, "error");
        if (answer.Status == 200 && FindText(root, "access_token") is { } token)
        {
            string? payload = FindPayload(token);
            return new TokenAnswer(
                200,
                null,
                null,
                string.Create(CultureInfo.InvariantCulture, $"{(payload is null ? "opaque" : "JWT")}, {token.Length} characters"),
                payload is null ? null : FindConfirmation(payload),
                payload is null);
        }

        return error is not null || answer.Status is 400 or 401 or 403
            ? new TokenAnswer(answer.Status, ShortText.Of(error), ShortText.Of(FindText(root, "error_description")), null, null, false)
            : throw Refuse(answer.Status, "neither access_token nor error");
    }

    // RFC 7519 §3: three parts, of which the second is a JSON object in base64url.
    private static string? FindPayload(string token)
    {
        string[] parts = token.Split('.');
        try
        {
            return parts.Length == 3
                && Base64Url.DecodeFromChars(parts[1]) is var octets
                && JsonInput.FindFault(octets, MaximumDepth) is null
                && octets is [(byte)'{', ..]
                ? System.Text.Encoding.UTF8.GetString(octets)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? FindConfirmation(string payload)
    {
        using JsonDocument claims = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        return claims.RootElement.TryGetProperty("cnf"u8, out JsonElement confirmation) && confirmation.ValueKind == JsonValueKind.Object
            ? ShortText.Of(FindText(confirmation, "x5t#S256"))
            : null;
    }

    private static string? FindText(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ProbeException Refuse(int status, string what) => new(
        ProbeCause.UnexpectedAnswer, string.Create(CultureInfo.InvariantCulture, $"status {status} with {what}"));
}
