using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Gives every request the same certificate: for those that no handshake lets through.</summary>
internal sealed class FixedCertificateSource(ClientCertificateEvidence evidence) : IClientCertificateSource
{
    public FixedCertificateSource(X509Certificate2 certificate)
        : this(ClientCertificateEvidence.Of(ClientCertificate.FromX509Certificate2(certificate)))
    {
    }

    public ClientCertificateEvidence GetCertificate(HttpContext context) => evidence;
}
