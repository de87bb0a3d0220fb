using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>Reads what the server answers.</summary>
internal static class Responses
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>();

    public static async Task<string?> ReadErrorAsync(this HttpResponseMessage response) =>
        (await response.ReadAsync()).TryGetProperty("error", out JsonElement error) ? error.GetString() : null;

    public static async Task<string> ReadAccessTokenAsync(this HttpResponseMessage response) =>
        (await response.ReadAsync()).GetProperty("access_token").GetString()!;

    /// <summary>The thumbprint to which an access token is bound; null for none.</summary>
    public static string? ReadBoundThumbprint(string accessToken) =>
        new JsonWebToken(accessToken).TryGetPayloadValue("cnf", out JsonElement cnf) ? cnf.GetProperty("x5t#S256").GetString() : null;

    public static async Task<string?> ReadBoundThumbprintAsync(this HttpResponseMessage response) =>
        ReadBoundThumbprint(await response.ReadAccessTokenAsync());
}
