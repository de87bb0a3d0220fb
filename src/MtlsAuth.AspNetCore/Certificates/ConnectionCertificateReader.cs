using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Reads the certificates of TLS connections, each once for its connection. Thread-safe.</summary>
internal sealed class ConnectionCertificateReader
{
    // Kestrel gives the same object for every request of a connection.
    private readonly ConditionalWeakTable<X509Certificate2, PresentedCertificate> _read = [];

    public PresentedCertificate Read(X509Certificate2 certificate)
    {
        if (!_read.TryGetValue(certificate, out PresentedCertificate? presented))
        {
            presented = Parse(certificate);
            _read.AddOrUpdate(certificate, presented);
        }

        return presented;
    }

    private static PresentedCertificate Parse(X509Certificate2 certificate)
    {
        if (!ClientCertificate.TryParseDerInPlace(
                certificate.RawDataMemory, out ClientCertificate? client, out CertificateFormatError error))
        {
            return PresentedCertificate.Refused(error, certificate.RawDataMemory);
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

        return PresentedCertificate.Of(client, others.Count == 0 ? null : others.AsReadOnly());
    }
}
