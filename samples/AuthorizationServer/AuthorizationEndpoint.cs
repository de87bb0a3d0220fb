using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using MtlsAuth;

namespace AuthorizationServer;

/// <summary>
/// The authorization endpoint (RFC 6749 §4.1) with PKCE (RFC 7636). There is one user, who agrees to everything: fit for a demonstration
/// only. Browsers come here, so it stands at the port that asks nobody for a certificate.
/// </summary>
internal static class AuthorizationEndpoint
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    public static async Task<IResult> HandleAsync(
        HttpContext context, IClientMetadataStore clients, GrantStore grants, TimeProvider clock, CancellationToken cancellationToken)
    {
        IQueryCollection query = context.Request.Query;
        if (query["client_id"] is not [{ } clientId]
            || query["redirect_uri"] is not [{ } redirectUri]
            || await clients.FindAsync(clientId, cancellationToken) is not { } client
            || !HasRedirectUri(client.Metadata, redirectUri))
        {
            // Never redirect to an address that the client has not registered (RFC 6749 §4.1.2.1).
            return Results.Text(
                "The request names no client, or an address that is not the client's.", statusCode: StatusCodes.Status400BadRequest);
        }

        Dictionary<string, string?> response = new() { ["state"] = query["state"].ToString() is { Length: > 0 } state ? state : null };
        if (query["response_type"] is not ["code"]
            || query["code_challenge_method"] is not ["S256"]
            || query["code_challenge"] is not [{ Length: 43 } codeChallenge])
        {
            response["error"] = "invalid_request";
            response["error_description"] = "The server needs response_type code and code_challenge_method S256";
        }
        else
        {
            response["code"] = grants.Add(new Grant(
                GrantKind.AuthorizationCode,
                clientId,
                "alice",
                query["scope"].ToString() is { Length: > 0 } scope ? scope : null,
                clock.GetUtcNow() + CodeLifetime,
                RefreshTokenBinding.ClientOnly,
                redirectUri,
                codeChallenge));
        }

        return Results.Redirect(QueryHelpers.AddQueryString(redirectUri, response));
    }

    private static bool HasRedirectUri(ClientMetadata client, string redirectUri) =>
        client.AdditionalMembers is { } members
        && members.TryGetValue("redirect_uris", out JsonElement uris)
        && uris.ValueKind == JsonValueKind.Array
        && uris.EnumerateArray().Any(uri => uri.ValueKind == JsonValueKind.String && uri.GetString() == redirectUri);
}
