using System.Security.Cryptography;
using System.Text;
using AuthorizationServer.Storage;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth;
using MtlsAuth.AspNetCore.OpenBanking;
using MtlsAuth.OpenBanking;

namespace AuthorizationServer;

/// <summary>The token endpoint (RFC 6749 §3.2), for clients with certificates and for public clients.</summary>
/// <param name="tokens">Issues access tokens.</param>
/// <param name="grants">Keeps codes and refresh tokens.</param>
/// <param name="binding">Decides what tokens are bound to.</param>
/// <param name="clock">The time.</param>
/// <param name="roles">Which scopes need which role, where clients are payment service providers; otherwise null.</param>
internal sealed class TokenEndpoint(
    AccessTokenIssuer tokens, IGrantStore grants, TokenBindingPolicy binding, TimeProvider clock, ScopeRoles? roles = null)
{
    private static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromHours(8);

    private static readonly OAuthError InvalidGrant = new("invalid_grant", "The grant is not valid for this client", 400);

    private static readonly OAuthError InvalidScope =
        new("invalid_scope", "The certificate of the client gives no role for a requested scope", 400);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        (TokenClient? client, OAuthError? refusal) = await TokenClient.FindAsync(context);
        if (client is null)
        {
            return OAuthResults.Error(refusal!);
        }

        IFormCollection form = context.Request.Form;
        if (form.Any(parameter => parameter.Value.Count > 1))
        {
            return OAuthResults.Error(new OAuthError("invalid_request", "The request repeats a parameter", 400));
        }

        TokenBindingDecision decision = binding.Decide(client.Registered, client.Presented);
        if (decision.IsRefused)
        {
            return OAuthResults.Error(decision.Error);
        }

        return form["grant_type"].ToString() switch
        {
            // RFC 6749 §4.4: for confidential clients only.
            "client_credentials" when client.IsPublic =>
                OAuthResults.Error(new OAuthError("unauthorized_client", "A public client has no grant of its own", 400)),
            "client_credentials" when FindScopeError(context, form["scope"]) is { } error => OAuthResults.Error(error),
            "client_credentials" => Issue(context, decision, client.Id, subject: client.Id, Optional(form["scope"]), refreshToken: null),
            "authorization_code" => await RedeemCodeAsync(context, form, client, decision),
            "refresh_token" => await RefreshAsync(context, form, client, decision),
            "" => OAuthResults.Error(new OAuthError("invalid_request", "The request has no grant_type", 400)),
            _ => OAuthResults.Error(new OAuthError("unsupported_grant_type", "The server does not know the grant type", 400)),
        };
    }

    private async Task<IResult> RedeemCodeAsync(
        HttpContext context, IFormCollection form, TokenClient client, TokenBindingDecision decision)
    {
        string code = form["code"].ToString();
        Grant? grant = await grants.FindAsync(GrantKind.AuthorizationCode, code, client.Id, context.RequestAborted);
        return grant is not null
            && grant.RedirectUri == form["redirect_uri"].ToString()
            && grant.CodeChallenge == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
                ? await IssueWithRefreshTokenAsync(context, decision, grant, code)
                : OAuthResults.Error(InvalidGrant);
    }

    private async Task<IResult> RefreshAsync(HttpContext context, IFormCollection form, TokenClient client, TokenBindingDecision decision)
    {
        string refreshToken = form["refresh_token"].ToString();
        if (await grants.FindAsync(GrantKind.RefreshToken, refreshToken, client.Id, context.RequestAborted) is not { } grant)
        {
            return OAuthResults.Error(InvalidGrant);
        }

        if (binding.Check(grant.Binding, client.Presented).Error is { } error)
        {
            return OAuthResults.Error(error);
        }

        return await IssueWithRefreshTokenAsync(context, decision, grant, refreshToken);
    }

    private async Task<IResult> IssueWithRefreshTokenAsync(
        HttpContext context, TokenBindingDecision decision, Grant grant, string redeemed)
    {
        if (FindScopeError(context, grant.Scope) is { } error)
        {
            return OAuthResults.Error(error);
        }

        DateTimeOffset expiresAt = clock.GetUtcNow() + RefreshTokenLifetime;
        Grant next = new(GrantKind.RefreshToken, grant.ClientId, grant.Subject, grant.Scope, expiresAt, decision.RefreshToken);

        // Somebody else may have redeemed the same one meanwhile.
        return await grants.ReplaceAsync(redeemed, next, context.RequestAborted) is not { } refreshToken
            ? OAuthResults.Error(InvalidGrant)
            : Issue(context, decision, grant.ClientId, grant.Subject, grant.Scope, refreshToken);
    }

    // By the certificate of this request: what a user granted earlier needs the role that it needs today.
    private OAuthError? FindScopeError(HttpContext context, string? scope) =>
        roles is null || context.DecideScopes(roles, scope).IsComplete ? null : InvalidScope;

    private IResult Issue(
        HttpContext context, TokenBindingDecision decision, string clientId, string subject, string? scope, string? refreshToken)
    {
        Dictionary<string, object> response = new()
        {
            ["access_token"] = tokens.Issue(clientId, subject, scope, decision.Confirmation),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)AccessTokenIssuer.Lifetime.TotalSeconds,
        };
        if (refreshToken is not null)
        {
            response["refresh_token"] = refreshToken;
        }

        return OAuthResults.Json(context, response);
    }

    private static string? Optional(StringValues value) => value.ToString() is { Length: > 0 } text ? text : null;
}
