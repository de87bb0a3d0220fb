using MtlsAuth.AspNetCore;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;

namespace AuthorizationServer;

/// <summary>Who asks at the token endpoint: a client that its certificate authenticated, or a public client.</summary>
/// <param name="Metadata">What the client registered.</param>
/// <param name="Certificate">The certificate of the connection. Tokens of public clients are bound to it as well (RFC 8705 §4).</param>
/// <param name="CertificateError">Why there is none although one was presented.</param>
internal sealed record TokenClient(ClientMetadata Metadata, ClientCertificate? Certificate, CertificateFormatError CertificateError)
{
    /// <summary>The method of clients that have no credential (RFC 7591 §2).</summary>
    public const string NoMethod = "none";

    public string Id => Metadata.ClientId;

    /// <summary>Whether nothing but its own word says who the client is (RFC 6749 §2.1).</summary>
    public bool IsPublic => Metadata.TokenEndpointAuthMethod == NoMethod;

    /// <summary>Finds out who asks; one of the two is null.</summary>
    public static async Task<(TokenClient? Client, OAuthError? Error)> FindAsync(HttpContext context)
    {
        ClientAuthenticationResult result = await context.AuthenticateMtlsClientAsync();

        // A client of another method has proved nothing. This server goes on only with those that registered to have no credential,
        // and only if they bring none.
        return result.IsAuthenticated || (IsPublicClient(result) && !HasCredential(context.Request))
            ? (new TokenClient(result.Client!, result.Certificate, result.CertificateError), null)
            : (null, result.Error);
    }

    private static bool IsPublicClient(ClientAuthenticationResult result) =>
        result is
        {
            FailureReason: ClientAuthenticationFailureReason.NotAMutualTlsClient,
            Client.TokenEndpointAuthMethod: NoMethod,
        };

    private static bool HasCredential(HttpRequest request) =>
        request.Headers.Authorization.Count > 0
        || request.Form.ContainsKey("client_secret")
        || request.Form.ContainsKey("client_assertion");
}
