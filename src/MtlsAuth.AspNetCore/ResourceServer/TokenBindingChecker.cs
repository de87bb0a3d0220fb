using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.Certificates;
using MtlsAuth.TokenBinding;

namespace MtlsAuth.AspNetCore.ResourceServer;

/// <summary>Compares the <c>cnf</c> of an access token with the certificate of its request, and logs and counts what came of it.</summary>
internal sealed class TokenBindingChecker(IClientCertificateSource certificates, MtlsAuthMetrics metrics, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);

    /// <summary>
    /// The <c>cnf</c> of a principal, read as <see cref="CertificateConfirmation.Check(ClaimsPrincipal, CertificateThumbprint?)"/> does:
    /// null if there is none, empty and so malformed if there are several.
    /// </summary>
    public static string? ReadConfirmation(ClaimsPrincipal principal)
    {
        Claim[] claims = [.. principal.FindAll(CertificateConfirmation.ClaimName)];
        return claims.Length switch
        {
            0 => null,
            1 => claims[0].Value,
            _ => string.Empty,
        };
    }

    public bool Check(HttpContext context, string? cnf, CertificateBindingOptions rules, out ConfirmationOutcome outcome)
    {
        ClientCertificateEvidence evidence = certificates.GetCertificate(context);
        outcome = CertificateConfirmation.Check(cnf, evidence.Certificate?.Thumbprint);
        metrics.Record(outcome, evidence.Status);
        bool passes = rules.Allow(outcome, cnf);
        if (passes)
        {
            Log.TokenPasses(_logger, outcome);
        }
        else if (_logger.IsEnabled(LogLevel.Warning))
        {
            Log.TokenDoesNotPass(
                _logger, outcome, evidence.Certificate?.Thumbprint.ToString() ?? "(none)", evidence.Status, evidence.Error);
        }

        return passes;
    }
}
