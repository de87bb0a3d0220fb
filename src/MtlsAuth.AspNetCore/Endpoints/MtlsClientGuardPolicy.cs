using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Puts the guard back where a later convention has replaced the delegate that it stood around, or has wrapped it.</summary>
/// <remarks>
/// Routing asks once whether there are such endpoints, and where there are none, as it should be, requests do not come by here. A
/// delegate that still calls the guard inside is guarded twice, which costs nothing: the client is authenticated once.
/// </remarks>
internal sealed class MtlsClientGuardPolicy(IServiceProvider application) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];

    /// <summary>After every policy that puts other endpoints in the place of candidates.</summary>
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(MtlsClientGuard.IsMissing);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            CandidateState candidate = candidates[i];
            if (candidates.IsValidCandidate(i) && MtlsClientGuard.IsMissing(candidate.Endpoint))
            {
                candidates.ReplaceEndpoint(i, _guarded.GetValue(candidate.Endpoint, Guard), candidate.Values);
            }
        }

        return Task.CompletedTask;
    }

    private Endpoint Guard(Endpoint endpoint)
    {
        RequestDelegate guarded = MtlsClientGuard.Around(endpoint.RequestDelegate ?? (static _ => Task.CompletedTask), application);
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(guarded, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(guarded, endpoint.Metadata, endpoint.DisplayName);
    }
}
