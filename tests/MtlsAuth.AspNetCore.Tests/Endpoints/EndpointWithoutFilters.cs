using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

/// <summary>An endpoint as reverse proxies make theirs: conventions are applied to it, filters are not run.</summary>
internal sealed class EndpointWithoutFilters(string pattern, RequestDelegate? endpoint) : EndpointDataSource, IEndpointConventionBuilder
{
    private readonly List<Action<EndpointBuilder>> _conventions = [];

    public override IReadOnlyList<Endpoint> Endpoints => [Build()];

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private Endpoint Build()
    {
        RouteEndpointBuilder builder = new(endpoint, RoutePatternFactory.Parse(pattern), order: 0);
        _conventions.ForEach(convention => convention(builder));
        return builder.Build();
    }
}
