using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>Authenticates clients before OpenIddict does.</summary>
/// <remarks>
/// After client assertions have been read, so that the client is known that one names; before unknown clients are rejected and before a
/// certificate could count as a credential.
/// </remarks>
internal sealed class AuthenticateClient : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<ProcessAuthenticationContext>()
        .UseSingletonHandler<AuthenticateClient>()
        .SetOrder(ValidateClientId.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public ValueTask HandleAsync(ProcessAuthenticationContext context) =>
        ClientAuthentication.IsAt(context.EndpointType) ? ClientAuthentication.DecideAsync(context) : ValueTask.CompletedTask;
}
