using System.Net.Http.Json;
using System.Text.Json;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Reads OAuth 2.0 error responses.</summary>
internal static class OAuthResponse
{
    /// <summary>The member <c>error</c>.</summary>
    public static async Task<string?> ReadErrorAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString();

    /// <summary>The member <c>error_description</c>.</summary>
    public static async Task<string?> ReadDescriptionAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_description").GetString();
}
