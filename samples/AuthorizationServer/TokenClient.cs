using MtlsAuth;
using MtlsAuth.AspNetCore;

namespace AuthorizationServer;

/// <summary>Who asks at the token endpoint: a client that its certificate authenticated, or a public client.</summary>
/// <param name="Registered">The registered client.</param>
/// <param name="Presented">The certificate of the connection. Tokens of public clients are bound to it as well (RFC 8705 §4).</param>
internal sealed record TokenClient(RegisteredClient Registered, PresentedCertificate Presented)
{
    /// <summary>The method of clients that have no credential (RFC 7591 §2).</summary>
    public const string NoMethod = "none";

    public string Id => Registered.ClientId;

    /// <summary>Whether nothing but its own word says who the client is (RFC 6749 §2.1).</summary>
    public bool IsPublic => Registered.Metadata.TokenEndpointAuthMethod == NoMethod;

    /// <summary>Finds out who asks; one of the two is null.</summary>
    public static async Task<(TokenClient? Client, OAuthError? Error)> FindAsync(HttpContext context)
    {
        MtlsClientDecision decision = await context.AuthenticateMtlsClientAsync();
        return decision.Match<(TokenClient?, OAuthError?)>(
            ours => (new TokenClient(ours.Client, ours.Result.Presented), null),
            refused => (null, refused.Error),
            other => other.MustStillAuthenticate || other.HasOtherCredential
                ? (null, new OAuthError("invalid_client", "Client authentication failed", StatusCodes.Status401Unauthorized))
                : (OfPublicClient(other.ClaimedClient, context), null));
    }

    // Nothing is proved of a public client; what it gets is bound to the certificate that it shows, if it asks for that.
    private static TokenClient OfPublicClient(RegisteredClient client, HttpContext context) =>
        new(client, context.RequestServices.GetRequiredService<IClientCertificateSource>().GetCertificate(context));
}
