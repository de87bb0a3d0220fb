using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Exchange;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>
/// Authenticates clients whose only credential can be a certificate before OpenIddict rejects their request for having none. Without it
/// nobody would learn why a client without certificate was rejected.
/// </summary>
internal sealed class AuthenticateTokenRequest : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<ValidateTokenRequestContext>()
        .UseSingletonHandler<AuthenticateTokenRequest>()
        .SetOrder(ValidateClientCredentialsParameters.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public ValueTask HandleAsync(ValidateTokenRequestContext context) =>
        context.Request.IsClientCredentialsGrantType()
            && string.IsNullOrEmpty(context.Request.ClientSecret)
            && string.IsNullOrEmpty(context.Request.ClientAssertion)
            ? ClientAuthentication.DecideAsync(context)
            : ValueTask.CompletedTask;
}
