using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Takes the certificate that a proxy passes in a header, if it is proved that the proxy did.</summary>
/// <remarks>One source for each request: where the header counts, the connection's certificate never does, and the reverse.</remarks>
internal sealed class ForwardedCertificateSource(
    ForwardedCertificateSettings settings, ConnectionCertificateSource connection, UntrustedHeaderAlarm alarm) : IClientCertificateSource
{
    private static readonly ClientCertificateEvidence Absent = ClientCertificateEvidence.Missing(ClientCertificateStatus.HeaderAbsent);

    private static readonly ClientCertificateEvidence Duplicated =
        ClientCertificateEvidence.Refused(CertificateFormatError.MalformedHeader, ClientCertificateStatus.HeaderDuplicated);

    public ClientCertificateEvidence GetCertificate(HttpContext context)
    {
        if (!settings.AppliesTo(context))
        {
            return connection.GetCertificate(context);
        }

        // Without the headers' own middleware nothing was taken out of the request, and nothing is known.
        return context.Features.Get<ForwardedHeaders>() is { } headers
            ? headers.Evidence ??= Read(context, headers)
            : Absent;
    }

    private ClientCertificateEvidence Read(HttpContext context, ForwardedHeaders headers)
    {
        if (headers.Certificate.Count == 0)
        {
            return Absent;
        }

        foreach (IProvenanceProof proof in settings.Proofs)
        {
            if (!proof.Holds(context, headers))
            {
                alarm.Raise();
                return ClientCertificateEvidence.Missing(ClientCertificateStatus.HeaderUntrusted);
            }
        }

        // A second line, or the same name in another spelling, is not the proxy's. Which of them is cannot be told.
        if (headers.Certificate.Count > 1 || headers.IsImitated)
        {
            return Duplicated;
        }

        string? value = headers.Certificate[0];
        return ToEvidence(settings.Decoder.Decode(new ReadOnlySpan<string?>(in value), headers.ChainValues), headers);
    }

    private ClientCertificateEvidence ToEvidence(ForwardedCertificateResult result, ForwardedHeaders headers) => result.Status switch
    {
        ForwardedCertificateStatus.Certificate => ClientCertificateEvidence.Of(
            result.Certificate!, result.Chain, settings.IsVerified(headers)),
        ForwardedCertificateStatus.NoCertificate => ClientCertificateEvidence.Missing(
            result.Absence == ForwardedCertificateAbsence.NullText
                ? ClientCertificateStatus.HeaderNull
                : ClientCertificateStatus.HeaderEmpty),
        ForwardedCertificateStatus.Duplicated => Duplicated,
        ForwardedCertificateStatus.TooLarge => ClientCertificateEvidence.Refused(
            result.Error, ClientCertificateStatus.HeaderTooLarge, result.RefusedOctets),
        _ => ClientCertificateEvidence.Refused(result.Error, ClientCertificateStatus.HeaderMalformed, result.RefusedOctets),
    };
}
