using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Reads whom a <c>client_assertion</c> names (RFC 7521 §4.2, RFC 7523 §2.2, §3).</summary>
/// <remarks>Nothing is checked by it: the signature is the server's business.</remarks>
internal static class ClientAssertion
{
    private const string JwtType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly SearchValues<char> Base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>
    /// Reads the <c>client_id</c>; false for whatever another reader might read differently, or that cannot be read here: encrypted
    /// assertions, SAML, one member twice, an <c>iss</c> that names somebody else.
    /// </summary>
    public static bool TryReadClientId(string assertionType, string assertion, [NotNullWhen(true)] out string? clientId)
    {
        clientId = null;
        string[] parts = assertion.Split('.', 4);
        return assertionType == JwtType
            && parts.Length == 3
            && !parts[1].AsSpan().ContainsAnyExcept(Base64Url)
            && parts[1].Length % 4 != 1
            && TryReadSubject(WebEncoders.Base64UrlDecode(parts[1]), out clientId);
    }

    private static bool TryReadSubject(byte[] claims, [NotNullWhen(true)] out string? clientId)
    {
        clientId = null;
        if (!Utf8.IsValid(claims))
        {
            return false;
        }

        string? issuer = null;
        try
        {
            Utf8JsonReader reader = new(claims);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isRead = reader.ValueTextEquals("sub"u8) ? TryReadOnce(ref reader, ref clientId)
                    : reader.ValueTextEquals("iss"u8) ? TryReadOnce(ref reader, ref issuer)
                    : reader.TrySkip();
                if (!isRead)
                {
                    return false;
                }
            }

            // RFC 7523 §3: the subject of a client's assertion is its client_id. So is the issuer, unless a security token service is,
            // where readers differ.
            return !reader.Read() && clientId is { Length: > 0 } && (issuer is null || issuer == clientId);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or an escape that stands for no character.
            return false;
        }
    }

    private static bool TryReadOnce(ref Utf8JsonReader reader, ref string? value)
    {
        if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        value = reader.GetString();
        return true;
    }
}
