using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore.Diagnostics;

namespace MtlsAuth.AspNetCore.ResourceServer;

/// <summary>Compares the <c>cnf</c> of an access token with the certificate of its request, and logs and counts what came of it.</summary>
internal sealed class TokenBindingChecker(IClientCertificateSource certificates, MtlsAuthMetrics metrics, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);

    public bool Check(HttpContext context, string? cnf, CertificateBindingOptions rules, out ConfirmationResult result)
    {
        PresentedCertificate presented = certificates.GetCertificate(context);
        result = CertificateConfirmation.Check(cnf, presented.Certificate?.Thumbprint);
        return Decide(context, result, presented, rules);
    }

    public bool Check(HttpContext context, JsonElement cnf, CertificateBindingOptions rules, out ConfirmationResult result)
    {
        PresentedCertificate presented = certificates.GetCertificate(context);
        result = CertificateConfirmation.Check(cnf, presented.Certificate?.Thumbprint);
        return Decide(context, result, presented, rules);
    }

    public bool Check(HttpContext context, ClaimsPrincipal principal, CertificateBindingOptions rules)
    {
        PresentedCertificate presented = certificates.GetCertificate(context);
        return Decide(context, CertificateConfirmation.Check(principal, presented.Certificate?.Thumbprint), presented, rules);
    }

    private bool Decide(
        HttpContext context, in ConfirmationResult result, PresentedCertificate presented, CertificateBindingOptions rules)
    {
        metrics.Record(result.Outcome, presented.Status);
        bool passes = rules.Allow(result, rules.AcceptMtlsPop && MtlsPopCredentials.ArePresent(context.Request));
        if (passes)
        {
            Log.TokenPasses(_logger, result.Outcome);
        }
        else if (_logger.IsEnabled(LogLevel.Warning))
        {
            Log.TokenDoesNotPass(_logger, result.Outcome, FailureText.ThumbprintOf(presented), presented.Status, presented.Error);
        }

        return passes;
    }
}
