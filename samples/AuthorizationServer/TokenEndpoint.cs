using Microsoft.Extensions.Primitives;
using MtlsAuth.AspNetCore;
using MtlsAuth.Authentication;

namespace AuthorizationServer;

/// <summary>The token endpoint (RFC 6749 §4.4). The client has authenticated before the request gets here.</summary>
internal static class TokenEndpoint
{
    public static IResult Handle(HttpContext context, AccessTokenIssuer tokens)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        ClientAuthenticationResult client = context.GetMtlsClient()!;
        StringValues grantType = context.Request.Form["grant_type"];
        StringValues scope = context.Request.Form["scope"];
        if (grantType is not [{ Length: > 0 }] || scope.Count > 1)
        {
            return Error("invalid_request", "The request has no grant_type or repeats a parameter");
        }

        if (grantType != "client_credentials")
        {
            return Error("unsupported_grant_type", "The server knows the grant type client_credentials only");
        }

        return Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = tokens.Issue(client.ClientId!, scope),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)AccessTokenIssuer.Lifetime.TotalSeconds,
        });
    }

    private static IResult Error(string error, string description) => Results.Json(
        new Dictionary<string, string> { ["error"] = error, ["error_description"] = description },
        statusCode: StatusCodes.Status400BadRequest);
}
