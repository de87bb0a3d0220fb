using MtlsAuth.Clients;

namespace MtlsAuth.Authentication;

/// <summary>Settings of a <see cref="ClientCertificateAuthenticator"/>, which copies them when it is created.</summary>
public sealed record ClientCertificateAuthenticatorOptions
{
    /// <summary>
    /// The methods that the server enables, as <see cref="ClientAuthenticationMethods"/> spells them. By default
    /// <c>pub_key_tls_client_auth</c>.
    /// </summary>
    public IReadOnlyCollection<string> EnabledMethods { get; init; } = [ClientAuthenticationMethods.PubKeyTlsClientAuth];

    /// <summary>What is demanded of certificates beyond what the method compares.</summary>
    public CertificatePolicy CertificatePolicy { get; init; } = new();

    /// <summary>The HTTP status of <c>invalid_client</c>: 401, or 400, which RFC 6749 §5.2 allows as well.</summary>
    public int InvalidClientStatusCode { get; init; } = 401;
}
