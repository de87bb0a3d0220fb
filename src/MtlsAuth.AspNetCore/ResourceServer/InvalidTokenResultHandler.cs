using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace MtlsAuth.AspNetCore.ResourceServer;

/// <summary>Answers a token that is not bound to the certificate of its request with 401 and <c>invalid_token</c>.</summary>
/// <remarks>
/// RFC 8705 §3 demands that. ASP.NET Core's own answer to an authenticated user who fails a requirement is 403, and a challenge of the
/// authentication scheme would not name the error, since for the scheme the token is valid. Every other result goes on to the handler
/// that was there before.
/// </remarks>
internal sealed class InvalidTokenResultHandler(IAuthorizationMiddlewareResultHandler others) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Puts a handler before the one that is registered.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(Registration)))
        {
            return;
        }

        ServiceDescriptor? others = services.LastOrDefault(
            static service => service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) && !service.IsKeyedService);
        services.AddSingleton<Registration>();
        services.Add(ServiceDescriptor.Describe(
            typeof(IAuthorizationMiddlewareResultHandler),
            provider => new InvalidTokenResultHandler(Create(provider, others)),
            others?.Lifetime ?? ServiceLifetime.Transient));
    }

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden
            || authorizeResult.AuthorizationFailure is not { } failure
            || failure.FailureReasons.Select(static reason => reason.Handler).OfType<CertificateBoundTokenRequirement>().FirstOrDefault()
                is not { } requirement)
        {
            return others.HandleAsync(next, context, policy, authorizeResult);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.Append(HeaderNames.WWWAuthenticate, requirement.Challenge);
        return Task.CompletedTask;
    }

    private static IAuthorizationMiddlewareResultHandler Create(IServiceProvider provider, ServiceDescriptor? registered) =>
        registered is null
            ? new AuthorizationMiddlewareResultHandler()
            : (IAuthorizationMiddlewareResultHandler)(registered.ImplementationInstance
                ?? registered.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!));

    /// <summary>Tells that it was done.</summary>
    private sealed class Registration;
}
