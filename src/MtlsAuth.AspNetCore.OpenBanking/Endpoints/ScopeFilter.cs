using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using MtlsAuth.OpenBanking;

namespace MtlsAuth.AspNetCore.OpenBanking.Endpoints;

/// <summary>Refuses requests for scopes whose role the client's certificate does not give (RFC 6749 §5.2, <c>invalid_scope</c>).</summary>
internal sealed class ScopeFilter(ScopeRoles map) : IEndpointFilter
{
    // What is in the request is not repeated.
    private static readonly OAuthError Refused =
        new("invalid_scope", "The certificate of the client gives no role for a requested scope", StatusCodes.Status400BadRequest);

    private static readonly OAuthError Repeated =
        new("invalid_request", "The parameter scope is repeated", StatusCodes.Status400BadRequest);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext request = context.HttpContext;

        // Whoever guards the endpoint has read the form already; without a guard there is no evidence, and so no role.
        StringValues scopes = request.Request.HasFormContentType
            ? (await request.Request.ReadFormAsync(request.RequestAborted).ConfigureAwait(false))["scope"]
            : StringValues.Empty;

        // RFC 6749 §3.2: of two, nobody can say which one the endpoint takes.
        bool isRepeated = scopes.Count > 1;
        if (!isRepeated && request.DecideScopes(map, scopes).IsComplete)
        {
            return await next(context).ConfigureAwait(false);
        }

        await request.WriteOAuthErrorAsync(isRepeated ? Repeated : Refused).ConfigureAwait(false);
        return Results.Empty;
    }
}
