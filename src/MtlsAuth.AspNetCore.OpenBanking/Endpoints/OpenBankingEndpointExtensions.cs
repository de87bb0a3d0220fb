using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.OpenBanking.Endpoints;
using MtlsAuth.OpenBanking;

namespace MtlsAuth.AspNetCore.OpenBanking;

/// <summary>Tells endpoints what the client's certificate says, and which scopes it allows.</summary>
public static class OpenBankingEndpointExtensions
{
    /// <summary>What the certificate of this request's client says.</summary>
    /// <param name="context">The request, whose client has authenticated by certificate.</param>
    /// <returns>The evidence; null if the client has not authenticated so, or <c>AddOpenBanking</c> was not called.</returns>
    /// <example>
    /// <code>
    /// app.MapPost("/token", (HttpContext context) => context.GetOpenBankingEvidence()!.AuthorizationNumber).RequireMtlsClient();
    /// </code>
    /// </example>
    public static OpenBankingEvidence? GetOpenBankingEvidence(this HttpContext context) =>
        context.GetMtlsClient()?.GetEvidence<OpenBankingEvidence>();

    /// <summary>Says which of the requested scopes the certificate of this request's client allows.</summary>
    /// <param name="context">The request, whose client has authenticated by certificate; otherwise it has no role.</param>
    /// <param name="map">Which scopes need which role.</param>
    /// <param name="scope">The parameter <c>scope</c>: scopes with spaces between them (RFC 6749 §3.3); null for none.</param>
    /// <returns>What to grant and what to refuse. To trim a request is to go on with the first; a response then says so.</returns>
    /// <example>
    /// <code>
    /// ScopeDecision scopes = context.DecideScopes(ScopeRoles.UkOpenBanking, form["scope"]);
    /// string granted = string.Join(' ', scopes.Granted);
    /// </code>
    /// </example>
    public static ScopeDecision DecideScopes(this HttpContext context, ScopeRoles map, string? scope)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(map);
        return map.Decide(context.GetOpenBankingEvidence(), scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
    }

    /// <summary>
    /// Refuses requests whose form asks for a scope without the role for it: 400 and <c>invalid_scope</c> (RFC 6749 §5.2); with the
    /// parameter twice, 400 and <c>invalid_request</c>. For route handlers; after <c>RequireMtlsClient</c>, without which no client has a
    /// role.
    /// </summary>
    /// <remarks>
    /// It looks at the parameter <c>scope</c> of this request. A server that takes scopes from elsewhere, such as from a code or a refresh
    /// token, or that trims them, calls <see cref="DecideScopes"/>.
    /// </remarks>
    /// <example>
    /// <code>
    /// app.MapPost("/token", IssueToken).RequireMtlsClient().RequireScopeRoles(ScopeRoles.UkOpenBanking);
    /// </code>
    /// </example>
    public static TBuilder RequireScopeRoles<TBuilder>(this TBuilder builder, ScopeRoles map)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(map);
        return builder.AddEndpointFilter(new ScopeFilter(map));
    }
}
