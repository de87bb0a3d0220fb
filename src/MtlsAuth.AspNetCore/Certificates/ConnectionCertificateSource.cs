using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Takes the certificate of the TLS connection on which the request came.</summary>
/// <remarks>
/// Only what the handshake brought: renegotiation is not started (RFC 8705 §3 does not foresee it, HTTP/2 and TLS 1.3 forbid it).
/// </remarks>
internal sealed class ConnectionCertificateSource : IClientCertificateSource
{
    // Kestrel gives the same object for every request of a connection, so that each certificate is read once for a connection.
    private readonly ConditionalWeakTable<X509Certificate2, ClientCertificateEvidence> _read = [];

    public ClientCertificateEvidence GetCertificate(HttpContext context)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
        {
            return ClientCertificateEvidence.None;
        }

        if (!_read.TryGetValue(certificate, out ClientCertificateEvidence? evidence))
        {
            evidence = Read(certificate);
            _read.AddOrUpdate(certificate, evidence);
        }

        return evidence;
    }

    private static ClientCertificateEvidence Read(X509Certificate2 certificate)
    {
        if (!ClientCertificate.TryParseDerInPlace(
                certificate.RawDataMemory, out ClientCertificate? client, out CertificateFormatError error))
        {
            return new ClientCertificateEvidence(null, error, []);
        }

        List<ClientCertificate> others = [];
        foreach (byte[] der in ConnectionCertificateChain.Of(certificate))
        {
            // Senders may add certificates that lead nowhere (RFC 8446 §4.4.2). One that cannot be read can be part of no chain.
            if (ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? other, out _)
                && !other.RawData.Span.SequenceEqual(client.RawData.Span))
            {
                others.Add(other);
            }
        }

        return new ClientCertificateEvidence(client, CertificateFormatError.None, others.Count == 0 ? [] : others.AsReadOnly());
    }
}
