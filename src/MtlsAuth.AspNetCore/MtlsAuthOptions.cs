using MtlsAuth.Authentication;
using MtlsAuth.Clients;

namespace MtlsAuth.AspNetCore;

/// <summary>Settings of client authentication by certificate, usually bound to a section of the configuration.</summary>
public sealed class MtlsAuthOptions
{
    /// <summary>
    /// The methods that the server enables, as <see cref="ClientAuthenticationMethods"/> spells them; null, the default, for
    /// <c>pub_key_tls_client_auth</c>.
    /// </summary>
    public IList<string>? EnabledMethods { get; set; }

    /// <summary>What is demanded of certificates beyond what the method compares.</summary>
    public CertificatePolicy CertificatePolicy { get; set; } = new();

    /// <summary>The HTTP status of <c>invalid_client</c>: 401 with a challenge, or 400 (RFC 6749 §5.2).</summary>
    public int InvalidClientStatusCode { get; set; } = 401;

    /// <summary>
    /// The challenge in <c>WWW-Authenticate</c> beside a 401, which HTTP demands (RFC 9110 §15.5.2). TLS certificates have no registered
    /// scheme; <c>Basic</c> would ask for a password and is refused.
    /// </summary>
    public string Challenge { get; set; } = "ClientCertificate realm=\"oauth\"";

    /// <summary>The longest request body that is read for its parameters, in octets: 64 KiB.</summary>
    public int MaximumFormLength { get; set; } = 65_536;
}
