using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Lets a request through to its endpoint only if its client authenticated.</summary>
/// <remarks>
/// Stands around the endpoint's delegate and is not a filter: not every kind of endpoint runs filters, and those that do bind the form
/// to parameters before them. Endpoints carry <see cref="MtlsClientGuardMetadata"/> as well, by which <see cref="MtlsClientGuardPolicy"/>
/// sees when a later convention has put another delegate in the guard's place.
/// </remarks>
internal sealed class MtlsClientGuard(RequestDelegate guarded, IServiceProvider application)
{
    /// <summary>Puts the guard around the endpoint that is being built.</summary>
    public static void AddTo(EndpointBuilder endpoint)
    {
        RefuseIfReplaced(endpoint);
        endpoint.Metadata.Add(MtlsClientGuardMetadata.Instance);
        RequestDelegate guarded = endpoint.RequestDelegate
            ?? throw new InvalidOperationException($"RequireMtlsClient: the endpoint '{endpoint.DisplayName}' has nothing to guard.");
        endpoint.RequestDelegate = Around(guarded, endpoint.ApplicationServices);
    }

    /// <summary>A delegate with the guard around it.</summary>
    /// <param name="guarded">The delegate.</param>
    /// <param name="application">The application's services; empty where whoever builds the endpoint does not know them.</param>
    public static RequestDelegate Around(RequestDelegate guarded, IServiceProvider application) =>
        new MtlsClientGuard(guarded, application).InvokeAsync;

    /// <summary>Whether an endpoint is to be guarded and its delegate is not the guard's.</summary>
    public static bool IsMissing(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<MtlsClientGuardMetadata>() is not null && endpoint.RequestDelegate?.Target is not MtlsClientGuard;

    /// <summary>Refuses an endpoint in whose place routing puts another, around which there would be no guard.</summary>
    public static void RefuseIfReplaced(EndpointBuilder endpoint)
    {
        foreach (object item in endpoint.Metadata)
        {
            if (item is PageActionDescriptor or IDynamicEndpointMetadata { IsDynamic: true })
            {
                throw new InvalidOperationException(
                    $"RequireMtlsClient: routing puts another endpoint in the place of '{endpoint.DisplayName}', which would not be "
                    + "guarded. Demand the authentication scheme of AddMtlsClient there.");
            }
        }
    }

    private async Task InvokeAsync(HttpContext context)
    {
        // The request's services count, which may be a tenant's. If nobody has set or used them, they would be made for this alone.
        IServiceProvider services = context.Features.Get<IServiceProvidersFeature>()?.RequestServices ?? application;
        MtlsClientAuthenticator authenticator =
            services.GetService<MtlsClientAuthenticator>() ?? MtlsClientAuthenticator.Of(context);
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(context).ConfigureAwait(false);
        if (result.IsAuthenticated)
        {
            await guarded(context).ConfigureAwait(false);
            return;
        }

        await context.WriteOAuthErrorAsync(result.Error).ConfigureAwait(false);
    }
}
