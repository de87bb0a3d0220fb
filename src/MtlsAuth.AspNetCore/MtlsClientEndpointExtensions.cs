using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using MtlsAuth.AspNetCore.Endpoints;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.AspNetCore.Hosting;
using MtlsAuth.Authentication;

namespace MtlsAuth.AspNetCore;

/// <summary>Guards endpoints that clients call, and tells them who called.</summary>
public static class MtlsClientEndpointExtensions
{
    /// <summary>
    /// Lets only clients through that authenticate by certificate; all others get the OAuth error response (RFC 6749 §5.2).
    /// </summary>
    /// <remarks>
    /// For endpoints that take a form with <c>client_id</c>: token, introspection, revocation, pushed authorization requests. The
    /// endpoint asks <see cref="GetMtlsClient"/> who it is. The client is judged before parameters are bound and before filters run, in
    /// route handlers, controllers and proxied routes. Razor Pages and fallbacks to pages or controllers are refused when they are built,
    /// since routing replaces them: they demand the scheme of <c>AddMtlsClient</c> instead.
    /// </remarks>
    public static TBuilder RequireMtlsClient<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(MtlsClientGuard.AddTo);
        if (builder is RouteGroupBuilder)
        {
            // A group's conventions come before the endpoint's own, which may say what was not known yet.
            builder.Finally(MtlsClientGuard.RefuseIfReplaced);
        }

        return builder;
    }

    /// <summary>
    /// Clients of the endpoint come through the proxy of <see cref="MtlsAuthBuilder.AddForwardedClientCertificate(IConfiguration)"/>,
    /// whatever the port and host.
    /// </summary>
    public static TBuilder WithForwardedClientCertificate<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ClientCertificateSourceMetadata(IsForwarded: true));

    /// <summary>Clients of the endpoint bring their certificate by TLS, whatever the port and host.</summary>
    public static TBuilder WithConnectionClientCertificate<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ClientCertificateSourceMetadata(IsForwarded: false));

    /// <summary>What came of authenticating this request's client, or null if nothing has tried to.</summary>
    public static ClientAuthenticationResult? GetMtlsClient(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<MtlsClientFeature>()?.Result;
    }

    /// <summary>Authenticates this request's client by certificate, for servers that offer other methods as well.</summary>
    /// <remarks>
    /// Reads the form. Nothing is written to the response. A client registered for another method gives
    /// <see cref="ClientAuthenticationFailureReason.NotAMutualTlsClient"/>, one that names itself in the <c>Authorization</c> header only
    /// <see cref="ClientAuthenticationFailureReason.MissingClientId"/>, and the server goes on with that method.
    /// </remarks>
    public static ValueTask<ClientAuthenticationResult> AuthenticateMtlsClientAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices
            .GetRegistered<MtlsClientAuthenticator>(nameof(MtlsAuthServiceCollectionExtensions.AddMtlsAuth))
            .AuthenticateAsync(context, isOneOfSeveral: true);
    }

    /// <summary>Writes the OAuth error response of a client that did not authenticate (RFC 6749 §5.2).</summary>
    public static Task WriteOAuthErrorAsync(this HttpContext context, OAuthError error)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(error);
        return context.RequestServices
            .GetRegistered<OAuthErrorWriter>(nameof(MtlsAuthServiceCollectionExtensions.AddMtlsAuth))
            .WriteAsync(context.Response, error);
    }
}
