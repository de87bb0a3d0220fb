using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using MtlsAuth.AspNetCore.Hosting;
using MtlsAuth.Authentication;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Lets a request through to its endpoint only if its client authenticated.</summary>
/// <remarks>
/// Stands around the endpoint's delegate and is not a filter: not every kind of endpoint runs filters, and those that do bind the form
/// to parameters before them.
/// </remarks>
internal static class MtlsClientGuard
{
    /// <summary>Puts the guard around the endpoint that is being built.</summary>
    public static void AddTo(EndpointBuilder endpoint)
    {
        RefuseIfReplaced(endpoint);
        RequestDelegate guarded = endpoint.RequestDelegate
            ?? throw new InvalidOperationException($"RequireMtlsClient: the endpoint '{endpoint.DisplayName}' has nothing to guard.");
        endpoint.RequestDelegate = context => InvokeAsync(context, guarded);
    }

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

    private static async Task InvokeAsync(HttpContext context, RequestDelegate guarded)
    {
        MtlsClientAuthenticator authenticator = context.RequestServices.GetRegistered<MtlsClientAuthenticator>(
            nameof(MtlsAuthServiceCollectionExtensions.AddMtlsAuth));
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(context).ConfigureAwait(false);
        if (result.IsAuthenticated)
        {
            await guarded(context).ConfigureAwait(false);
            return;
        }

        await context.WriteOAuthErrorAsync(result.Error).ConfigureAwait(false);
    }
}
