using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.AspNetCore.Endpoints;
using MtlsAuth.AspNetCore.Forwarding;

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
    /// route handlers, controllers and proxied routes, whatever conventions come later. Razor Pages and fallbacks to pages or controllers
    /// are refused when they are built, since routing replaces them: they demand the scheme of <c>AddMtlsClient</c> instead.
    /// </remarks>
    /// <example>
    /// <code>
    /// app.MapPost("/token", (HttpContext context) => $"Hello {context.GetMtlsClient()!.ClientId}").RequireMtlsClient();
    /// </code>
    /// </example>
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
    /// Clients of the endpoint come through the proxy of <see cref="MtlsBuilder{TBuilder}.AddForwardedCertificate(IConfiguration)"/>,
    /// whatever the port and host.
    /// </summary>
    public static TBuilder WithForwardedCertificate<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ClientCertificateSourceMetadata(IsForwarded: true));

    /// <summary>Clients of the endpoint bring their certificate by TLS, whatever the port and host.</summary>
    public static TBuilder WithConnectionCertificate<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ClientCertificateSourceMetadata(IsForwarded: false));

    /// <summary>The client of this request that authenticated by certificate, or null.</summary>
    /// <remarks>Null as well where nothing has tried to authenticate it yet.</remarks>
    /// <example>
    /// <code>
    /// app.MapPost("/introspect", (HttpContext context) =>
    /// {
    ///     ClientAuthenticationResult caller = context.GetMtlsClient()!;
    ///     return $"{caller.ClientId} authenticated by {caller.Method} with certificate {caller.Certificate!.Thumbprint}";
    /// }).RequireMtlsClient();
    /// </code>
    /// </example>
    public static ClientAuthenticationResult? GetMtlsClient(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<MtlsClientFeature>() is { Result: { IsAuthenticated: true } result } ? result : null;
    }

    /// <summary>Authenticates this request's client by certificate, for servers that have further methods.</summary>
    /// <remarks>
    /// <para>
    /// Finds the client wherever it may name itself: in the form, in the <c>Authorization</c> header with <c>Basic</c> (RFC 6749 §2.3.1),
    /// in a JWT that is its <c>client_assertion</c> (RFC 7521 §4.2). Refused are requests that name several clients or bring several
    /// credentials, unknown clients (the store has to know all clients of the server, whatever their method), and clients of mutual-TLS
    /// methods without their certificate or with another credential beside it, however they name themselves. Refused are also clients of
    /// other methods that are not public and bring no credential: their certificate is none.
    /// </para>
    /// <para>
    /// Unless the answer is <see cref="MtlsClientAuthenticated"/>, <c>HttpContext.Connection</c> has no certificate for the rest of the
    /// request, so that nobody takes it for a credential. Nothing is written to the response.
    /// </para>
    /// <para>
    /// A server that finds the client in other ways, or has already read the request, says what it found:
    /// <see cref="AuthenticateMtlsClientAsync(HttpContext, string?, bool)"/>.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// app.MapPost("/token", async (HttpContext context) => await (await context.AuthenticateMtlsClientAsync()).Match(
    ///     ours => IssueTokenAsync(context, ours.Client, ours.Certificate),
    ///     refused => context.WriteOAuthErrorAsync(refused.Error),
    ///     notOurs => AuthenticateByOtherMethodAsync(context, notOurs.ClaimedClient)));
    /// </code>
    /// </example>
    public static ValueTask<MtlsClientDecision> AuthenticateMtlsClientAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return MtlsClientAuthenticator.Of(context).DecideAsync(context);
    }

    /// <summary>Authenticates a client that the server has found itself by this request's certificate.</summary>
    /// <remarks>
    /// For plug-ins of other authorization servers. The request is not read, only its certificate is; nothing is written to the response.
    /// What is refused, and that the connection's certificate is hidden then, is as with
    /// <see cref="AuthenticateMtlsClientAsync(HttpContext)"/>. A server that keeps the certificate in a place of its own forgets it there
    /// unless the answer is <see cref="MtlsClientAuthenticated"/>.
    /// </remarks>
    /// <param name="context">The request.</param>
    /// <param name="clientId">The client that the server goes on with, wherever it was named; null or empty if nowhere.</param>
    /// <param name="hasOtherCredential">
    /// Whether the server has found a credential of the client that is no certificate, and checks it if this client is not ours: false for
    /// an empty secret.
    /// </param>
    /// <example>
    /// <code>
    /// MtlsClientDecision decision = await context.AuthenticateMtlsClientAsync(clientId, hasOtherCredential: secret is { Length: > 0 });
    /// </code>
    /// </example>
    public static ValueTask<MtlsClientDecision> AuthenticateMtlsClientAsync(
        this HttpContext context, string? clientId, bool hasOtherCredential)
    {
        ArgumentNullException.ThrowIfNull(context);
        return MtlsClientAuthenticator.Of(context).DecideAsync(context, new ClientClaim(clientId, hasOtherCredential, hasOtherCredential));
    }

    /// <summary>Writes the OAuth error response of a client that did not authenticate (RFC 6749 §5.2).</summary>
    /// <example>
    /// <code>
    /// await context.WriteOAuthErrorAsync(new OAuthError("invalid_scope", "The scope is not one of this client", 400));
    /// </code>
    /// </example>
    public static Task WriteOAuthErrorAsync(this HttpContext context, OAuthError error)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(error);
        return context.RequestServices
            .GetRegistered<OAuthErrorWriter>(SetupMethods.AddMtlsAuth)
            .WriteAsync(context.Response, error);
    }
}
