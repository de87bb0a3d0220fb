using System.Text.Json;
using AuthorizationServer.Storage;
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
        HttpContext context, IClientMetadataStore clients, IGrantStore grants, TimeProvider clock, CancellationToken cancellationToken)
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
            || query["code_challenge"] is not [{ Length: 43 } codeChallenge]
            || !IsPrintable(codeChallenge))
        {
            response["error"] = "invalid_request";
            response["error_description"] = "The server needs response_type code and code_challenge_method S256";
        }
        else if (query["scope"].ToString() is var scope && !IsPrintable(scope))
        {
            response["error"] = "invalid_scope";
        }
        else
        {
            Grant grant = new(
                GrantKind.AuthorizationCode,
                clientId,
                "alice",
                scope.Length > 0 ? scope : null,
                clock.GetUtcNow() + CodeLifetime,
                RefreshTokenBinding.ClientOnly,
                redirectUri,
                codeChallenge);
            response["code"] = await grants.AddAsync(grant, cancellationToken);
        }

        return Results.Redirect(QueryHelpers.AddQueryString(redirectUri, response));
    }

    // RFC 6749, appendix A: nothing else may be in it, and a database may refuse it.
    private static bool IsPrintable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool HasRedirectUri(ClientMetadata client, string redirectUri) =>
        IsPrintable(redirectUri)
        && client.AdditionalMembers is { } members
        && members.TryGetValue("redirect_uris", out JsonElement uris)
        && uris.ValueKind == JsonValueKind.Array
        && uris.EnumerateArray().Any(uri => uri.ValueKind == JsonValueKind.String && uri.GetString() == redirectUri);
}
