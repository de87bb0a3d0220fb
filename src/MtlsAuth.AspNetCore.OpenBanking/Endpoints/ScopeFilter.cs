using Microsoft.AspNetCore.Http;
using MtlsAuth.OpenBanking;

namespace MtlsAuth.AspNetCore.OpenBanking.Endpoints;

/// <summary>Refuses requests for scopes whose role the client's certificate does not give (RFC 6749 §5.2, <c>invalid_scope</c>).</summary>
internal sealed class ScopeFilter(ScopeRoles map) : IEndpointFilter
{
    // What is in the request is not repeated.
    private static readonly OAuthError Refused =
        new("invalid_scope", "The certificate of the client gives no role for a requested scope", StatusCodes.Status400BadRequest);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext request = context.HttpContext;

        // Whoever guards the endpoint has read the form already; without a guard there is no evidence, and so no role.
        string? scope = request.Request.HasFormContentType
            ? (await request.Request.ReadFormAsync(request.RequestAborted).ConfigureAwait(false))["scope"].ToString()
            : null;
        if (request.DecideScopes(map, scope).IsComplete)
        {
            return await next(context).ConfigureAwait(false);
        }

        await request.WriteOAuthErrorAsync(Refused).ConfigureAwait(false);
        return Results.Empty;
    }
}
