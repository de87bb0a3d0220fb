namespace MtlsAuth.Tool.Probing;

/// <summary>What a server's metadata promises of mutual TLS (RFC 8414 §2, RFC 8705 §3.3, §5).</summary>
/// <param name="Document">Where the metadata is.</param>
/// <param name="TokenEndpoint"><c>token_endpoint</c>.</param>
/// <param name="TokenEndpointAlias">The token endpoint in <c>mtls_endpoint_aliases</c>, or null.</param>
/// <param name="Methods"><c>token_endpoint_auth_methods_supported</c>.</param>
/// <param name="BindsTokens"><c>tls_client_certificate_bound_access_tokens</c>.</param>
internal sealed record ServerPromises(
    Uri Document, Uri TokenEndpoint, Uri? TokenEndpointAlias, IReadOnlyList<string> Methods, bool BindsTokens)
{
    /// <summary>Where a client with a certificate asks for tokens (RFC 8705 §5).</summary>
    public Uri Endpoint => TokenEndpointAlias ?? TokenEndpoint;

    /// <summary>Whether clients with a certificate go to another host or port than the others.</summary>
    public bool HasOtherHost => TokenEndpointAlias is { } alias && alias.Authority != TokenEndpoint.Authority;

    /// <summary>Whether a method is listed that authenticates by certificate.</summary>
    public bool OffersMutualTls => Methods.Any(static method => method is ClientAuthenticationMethods.TlsClientAuth
        or ClientAuthenticationMethods.SelfSignedTlsClientAuth or ClientAuthenticationMethods.PubKeyTlsClientAuth);
}
