using Microsoft.AspNetCore.Http;
using MtlsAuth.Authentication;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Lets a request through to its endpoint only if its client authenticated.</summary>
internal sealed class MtlsClientEndpointFilter(MtlsClientAuthenticator authenticator, OAuthErrorWriter errors) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(context.HttpContext).ConfigureAwait(false);
        if (result.IsAuthenticated)
        {
            return await next(context).ConfigureAwait(false);
        }

        await errors.WriteAsync(context.HttpContext.Response, result.Error).ConfigureAwait(false);
        return Results.Empty;
    }
}
