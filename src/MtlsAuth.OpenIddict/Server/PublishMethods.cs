using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Discovery;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>Adds the methods to the server's metadata document (RFC 8414), and that tokens can be bound (RFC 8705 §3.3).</summary>
/// <remarks>
/// Not by OpenIddict's own list of methods: with <c>tls_client_auth</c> in it, OpenIddict asks for its own mutual TLS. Aliases
/// (RFC 8705 §5) are in its own settings, and it publishes them.
/// </remarks>
internal sealed class PublishMethods(IOptions<MtlsAuthOptions> options, IOptions<MtlsOpenIddictOptions> openIddictOptions)
    : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<HandleConfigurationRequestContext>()
        .UseSingletonHandler<PublishMethods>()
        .SetOrder(AttachSecurityRequirements.Descriptor.Order + 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        IList<string> methods = options.Value.EnabledMethods ?? [ClientAuthenticationMethods.PubKeyTlsClientAuth];
        Add(context.TokenEndpoint, context.TokenEndpointAuthenticationMethods);
        Add(context.IntrospectionEndpoint, context.IntrospectionEndpointAuthenticationMethods);
        Add(context.RevocationEndpoint, context.RevocationEndpointAuthenticationMethods);
        Add(context.PushedAuthorizationEndpoint, context.PushedAuthorizationEndpointAuthenticationMethods);
        Add(context.DeviceAuthorizationEndpoint, context.DeviceAuthorizationEndpointAuthenticationMethods);

        TokenBindingPolicy policy = openIddictOptions.Value.TokenBinding;
        context.TlsClientCertificateBoundAccessTokens = policy is not
        {
            AllClients: TokenBindingMode.Never,
            ClientsThatAuthenticateByCertificate: TokenBindingMode.Never,
            ClientsThatAsk: TokenBindingMode.Never,
        };
        return ValueTask.CompletedTask;

        void Add(Uri? endpoint, HashSet<string> published)
        {
            if (endpoint is not null)
            {
                published.UnionWith(methods);
            }
        }
    }
}
