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

    public bool Check(HttpContext context, string? cnf, CertificateBindingOptions rules, out ConfirmationOutcome outcome)
    {
        PresentedCertificate presented = certificates.GetCertificate(context);
        outcome = CertificateConfirmation.Check(cnf, presented.Certificate?.Thumbprint, out IReadOnlyList<string> otherMembers);
        return Decide(outcome, otherMembers, presented, rules);
    }

    public bool Check(HttpContext context, JsonElement cnf, CertificateBindingOptions rules, out ConfirmationOutcome outcome)
    {
        PresentedCertificate presented = certificates.GetCertificate(context);
        outcome = CertificateConfirmation.Check(cnf, presented.Certificate?.Thumbprint, out IReadOnlyList<string> otherMembers);
        return Decide(outcome, otherMembers, presented, rules);
    }

    public bool Check(HttpContext context, ClaimsPrincipal principal, CertificateBindingOptions rules)
    {
        PresentedCertificate presented = certificates.GetCertificate(context);
        ConfirmationOutcome outcome = CertificateConfirmation.Check(
            principal, presented.Certificate?.Thumbprint, out IReadOnlyList<string> otherMembers);
        return Decide(outcome, otherMembers, presented, rules);
    }

    private bool Decide(
        ConfirmationOutcome outcome,
        IReadOnlyList<string> otherMembers,
        PresentedCertificate presented,
        CertificateBindingOptions rules)
    {
        metrics.Record(outcome, presented.Status);
        bool passes = rules.Allow(outcome, otherMembers);
        if (passes)
        {
            Log.TokenPasses(_logger, outcome);
        }
        else if (_logger.IsEnabled(LogLevel.Warning))
        {
            Log.TokenDoesNotPass(
                _logger, outcome, FailureText.ThumbprintOf(presented), presented.Status, presented.Error);
        }

        return passes;
    }
}
