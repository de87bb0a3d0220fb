using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Gives every request the same certificate: for those that no handshake lets through.</summary>
internal sealed class FixedCertificateSource(PresentedCertificate presented) : IClientCertificateSource
{
    public FixedCertificateSource(X509Certificate2 certificate)
        : this(PresentedCertificate.Of(ClientCertificate.FromX509Certificate2(certificate)))
    {
    }

    public PresentedCertificate GetCertificate(HttpContext context) => presented;
}
