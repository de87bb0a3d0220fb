using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Takes the certificate that a proxy passes in a header, if it is proved that the proxy did.</summary>
/// <remarks>One source for each request: where the header counts, the connection's certificate never does, and the reverse.</remarks>
internal sealed class ForwardedCertificateSource(
    ForwardedCertificateSettings settings, ConnectionCertificateSource connection, UntrustedHeaderAlarm alarm) : IClientCertificateSource
{
    private readonly RecentCertificates _recent = new();

    public PresentedCertificate GetCertificate(HttpContext context)
    {
        if (!settings.AppliesTo(context))
        {
            return connection.GetCertificate(context);
        }

        // Without the headers' own middleware nothing was taken out of the request, and nothing is known.
        return context.Features.Get<ForwardedHeaders>() is { } headers
            ? headers.Presented ??= Read(context, headers)
            : PresentedCertificate.None(PresentedCertificateStatus.HeaderAbsent);
    }

    private PresentedCertificate Read(HttpContext context, ForwardedHeaders headers)
    {
        if (headers.Certificate.Count == 0)
        {
            return PresentedCertificate.None(PresentedCertificateStatus.HeaderAbsent);
        }

        foreach (IProvenanceProof proof in settings.Proofs)
        {
            if (!proof.Holds(context, headers))
            {
                alarm.Raise();
                return PresentedCertificate.None(PresentedCertificateStatus.HeaderUntrusted);
            }
        }

        // A second line, or the same name in another spelling, is not the proxy's. Which of them is cannot be told.
        if (headers.Certificate.Count > 1 || headers.IsImitated)
        {
            return PresentedCertificate.Refused(
                CertificateFormatError.MalformedHeader, status: PresentedCertificateStatus.HeaderDuplicated);
        }

        string? value = headers.Certificate[0];
        bool isVerified = settings.IsVerified(headers);
        if (headers.Chain.Length > 0 || value is null)
        {
            return settings.Decoder.Decode(new ReadOnlySpan<string?>(in value), headers.ChainValues, isVerified);
        }

        if (_recent.Find(value, isVerified) is { } remembered)
        {
            return remembered;
        }

        PresentedCertificate presented = settings.Decoder.Decode(new ReadOnlySpan<string?>(in value), [], isVerified);
        _recent.Add(value, isVerified, presented);
        return presented;
    }
}
