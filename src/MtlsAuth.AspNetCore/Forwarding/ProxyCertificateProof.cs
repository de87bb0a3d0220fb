using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The proxy's own TLS connection has a certificate that is pinned, by itself or by its key.</summary>
/// <remarks>
/// The connection itself is asked: other middleware may have put a certificate out of a header where the connection's usually is. The
/// pin decides alone; the certificate's dates and chain don't count.
/// </remarks>
internal sealed class ProxyCertificateProof(
    FrozenSet<CertificateThumbprint> certificates, FrozenSet<JwkThumbprint> keys, ConnectionCertificateReader reader) : IProvenanceProof
{
    public bool Holds(HttpContext context, ForwardedHeaders headers) =>
        context.Features.Get<ISslStreamFeature>() is { } tls
        && ConnectionCertificate.OfTlsConnection(tls) is { } remote
        && reader.Read(remote).Certificate is { } certificate
        && (certificates.Contains(certificate.Thumbprint) || keys.Contains(certificate.PublicKeyThumbprint));
}
