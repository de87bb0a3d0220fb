using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore;

/// <summary>Where the client's certificate of a request comes from.</summary>
/// <remarks>Implementations are thread-safe. A source vouches that the client holds the certificate's private key.</remarks>
public interface IClientCertificateSource
{
    /// <summary>Gets the certificate. Bad input is a certificate that is refused, never an exception.</summary>
    PresentedCertificate GetCertificate(HttpContext context);
}
