namespace MtlsAuth.OpenIddict;

/// <summary>Settings of an OpenIddict server whose clients authenticate by certificate, beside <c>MtlsAuthOptions</c>.</summary>
public sealed class MtlsOpenIddictOptions
{
    /// <summary>
    /// When access and refresh tokens are bound to certificates (RFC 8705 §3, §4). By default access tokens of clients that authenticate
    /// by certificate and of those that ask for it, and refresh tokens of public clients among the latter.
    /// </summary>
    /// <remarks>
    /// <see cref="TokenBindingPolicy.AcceptRenewedCertificates"/> stops the start: OpenIddict compares certificates and not keys. Of what
    /// <see cref="TokenBindingPolicy.BindGrantsOfConfidentialClients"/> binds, refresh tokens are, and authorization codes are not. Of this
    /// and <c>MtlsAuthOptions.Profile</c> the stricter counts.
    /// </remarks>
    public TokenBindingPolicy TokenBinding { get; set; } = new();
}
