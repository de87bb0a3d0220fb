using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.Authentication;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Authenticates the client of a request once, and logs, counts and traces what came of it.</summary>
internal sealed class MtlsClientAuthenticator(
    IClientCertificateSource certificates,
    IClientCertificateAuthenticator authenticator,
    IOptions<MtlsAuthOptions> options,
    MtlsAuthMetrics metrics,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);

    /// <summary>Authenticates the client, or gives again what came of it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isOneOfSeveral">Whether the server has other methods for clients that are not registered for a certificate.</param>
    public async ValueTask<ClientAuthenticationResult> AuthenticateAsync(HttpContext context, bool isOneOfSeveral = false)
    {
        if (context.Features.Get<MtlsClientFeature>() is { } done)
        {
            return done.Result;
        }

        long started = clock.GetTimestamp();
        using Activity? activity = AuthenticationTrace.Start();
        ClientCredentialsForm form = await ClientCredentialsForm
            .ReadAsync(context.Request, options.Value.MaximumFormLength, context.RequestAborted).ConfigureAwait(false);
        ClientCertificateEvidence evidence = certificates.GetCertificate(context);
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(
            new ClientAuthenticationRequest
            {
                IsMalformed = form.IsMalformed,
                ClientId = form.ClientId,
                HasOtherCredential = form.HasOtherCredential,
                Certificate = evidence.Certificate,
                CertificateError = evidence.Error,
                Chain = evidence.Chain,
                IsChainVerifiedByProxy = evidence.IsChainVerifiedByProxy,
            },
            context.RequestAborted).ConfigureAwait(false);

        context.Features.Set(new MtlsClientFeature(result));
        AuthenticationTrace.Describe(activity, result, evidence);
        if (isOneOfSeveral
            && (result.FailureReason == ClientAuthenticationFailureReason.NotAMutualTlsClient
                || (result.FailureReason == ClientAuthenticationFailureReason.MissingClientId && form.HasOtherCredential)))
        {
            Log.OtherMethod(_logger, LogText.From(result.ClientId), result.FailureReason, evidence.Status);
            return result;
        }

        metrics.Record(result, evidence.Status, clock.GetElapsedTime(started));
        if (!result.IsAuthenticated)
        {
            AuthenticationTrace.Fail(activity, result);
        }

        Write(result, evidence);
        return result;
    }

    private void Write(ClientAuthenticationResult result, ClientCertificateEvidence evidence)
    {
        string clientId = LogText.From(result.ClientId);
        if (result.IsAuthenticated)
        {
            if (_logger.IsEnabled(LogLevel.Information))
            {
                Log.Authenticated(_logger, clientId, result.Method, result.Certificate.PublicKeyThumbprint.ToString());
            }

            if (result.ReportedViolations.Count > 0)
            {
                Log.ViolationsReported(_logger, clientId, string.Join(", ", result.ReportedViolations));
            }
        }
        else if (result.FailureReason is ClientAuthenticationFailureReason.ClientMetadataUnavailable
            or ClientAuthenticationFailureReason.ClientKeysUnavailable
            or ClientAuthenticationFailureReason.RevocationUnknown)
        {
            Log.Unavailable(_logger, clientId, result.FailureReason, FailureText.DetailOf(result, evidence));
        }
        else if (_logger.IsEnabled(LogLevel.Warning))
        {
            Log.NotAuthenticated(
                _logger,
                clientId,
                result.FailureReason,
                LogText.From(result.Method),
                FailureText.ThumbprintOf(evidence),
                result.Certificate?.PublicKeyThumbprint.ToString() ?? LogText.None,
                evidence.Status,
                FailureText.DetailOf(result, evidence));
        }
    }
}
