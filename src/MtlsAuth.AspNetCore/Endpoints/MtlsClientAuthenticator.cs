using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.AspNetCore.KeyUses;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Authenticates the client of a request once, and logs, counts and traces what came of it.</summary>
internal sealed class MtlsClientAuthenticator(
    IClientCertificateSource certificates,
    IClientCertificateAuthenticator authenticator,
    IOptions<MtlsAuthOptions> options,
    MtlsAuthMetrics metrics,
    CertificateExpiryNotices expiry,
    KeyUseRecorder keyUses,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    private const string NoCredential = "the request has no credential of that method, of which a certificate is none";

    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);

    /// <summary>The authenticator of an application.</summary>
    /// <exception cref="InvalidOperationException">The application has none.</exception>
    public static MtlsClientAuthenticator Of(HttpContext context) =>
        context.RequestServices.GetRegistered<MtlsClientAuthenticator>(SetupMethods.AddMtlsAuth);

    /// <summary>Authenticates the client where a certificate is the only way to, or gives again what came of it.</summary>
    public async ValueTask<ClientAuthenticationResult> AuthenticateAsync(HttpContext context)
    {
        if (context.Features.Get<MtlsClientFeature>() is { Decided: null } done && done.IsOfSourceIn(context))
        {
            return done.Result;
        }

        ClientClaim claim = ClientClaim.OfMutualTlsClient(await ReadFormAsync(context).ConfigureAwait(false), context.Request);
        return (await AuthenticateAsync(context, claim, isOneOfSeveral: false).ConfigureAwait(false)).Result;
    }

    /// <summary>Finds out who the client says it is, and decides where there are further methods.</summary>
    public async ValueTask<MtlsClientDecision> DecideAsync(HttpContext context)
    {
        ClientClaim claim = ClientClaim.OfAnyClient(await ReadFormAsync(context).ConfigureAwait(false), context.Request);
        return await DecideAsync(context, claim).ConfigureAwait(false);
    }

    /// <summary>Decides where there are further methods, or gives again what was decided about the same claim.</summary>
    public async ValueTask<MtlsClientDecision> DecideAsync(HttpContext context, ClientClaim claim) =>
        context.Features.Get<MtlsClientFeature>() is { Decided: { } decided } done && decided.Claim == claim && done.IsOfSourceIn(context)
            ? decided.Decision
            : (await AuthenticateAsync(context, claim, isOneOfSeveral: true).ConfigureAwait(false)).Decided!.Decision;

    private ValueTask<FormBody> ReadFormAsync(HttpContext context) =>
        FormBody.ReadAsync(context.Request, options.Value.MaximumFormLength, context.RequestAborted);

    private async ValueTask<MtlsClientFeature> AuthenticateAsync(HttpContext context, ClientClaim claim, bool isOneOfSeveral)
    {
        long started = clock.GetTimestamp();
        using Activity? activity = AuthenticationTrace.Start();
        PresentedCertificate presented = certificates.GetCertificate(context);
        ClientAuthenticationResult result;
        try
        {
            result = await authenticator.AuthenticateAsync(ToRequest(claim, presented), context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            result = await authenticator.AuthenticateAsync(ToRequest(ClientClaim.Aborted, presented)).ConfigureAwait(false);
        }

        DecidedClaim? decided = isOneOfSeveral ? new DecidedClaim(claim, Decide(claim, result)) : null;
        MtlsClientFeature feature = new(result, ClientCertificateSourceMetadata.IsForwardedTo(context), decided);
        context.Features.Set(feature);
        AuthenticationTrace.Describe(activity, result);
        if (isOneOfSeveral && !result.IsAuthenticated)
        {
            HiddenConnectionCertificate.HideIn(context);
        }

        if (decided?.Decision is MtlsClientNotOurs)
        {
            Log.OtherMethod(_logger, LogText.From(result.ClientId), result.FailureReason, result.Presented.Status);
            return feature;
        }

        metrics.Record(result, clock.GetElapsedTime(started));
        if (!result.IsAuthenticated)
        {
            AuthenticationTrace.Fail(activity, result);
        }

        Write(result, isOneOfSeveral);
        return feature;
    }

    private static ClientAuthenticationRequest ToRequest(ClientClaim claim, PresentedCertificate presented) => new()
    {
        IsAborted = claim.IsAborted,
        Malformation = claim.Malformation,
        ClientId = claim.ClientId,
        HasOtherCredential = claim.HasOtherCredential,
        Presented = presented,
    };

    // A server that takes any certificate for a credential would let a client in that has to bring another and does not. So a client
    // of another method is passed on only with a credential that is there to be checked. An unknown client is refused: that a client is
    // not ours is something its registration says, and another store might find a client of ours under another spelling.
    private static MtlsClientDecision Decide(ClientClaim claim, ClientAuthenticationResult result) =>
        result.IsAuthenticated ? new MtlsClientAuthenticated(result)
        : result is { FailureReason: ClientAuthenticationFailureReason.NotAMutualTlsClient, Client: { } client }
            && client.Credential is OtherCredential other
            && (claim.HasUsableCredential || MtlsClientNotOurs.IsPublic(other.Method))
            ? new MtlsClientNotOurs(client, other, claim.HasUsableCredential)
        : new MtlsClientRefused(result);

    private void Write(ClientAuthenticationResult result, bool isOneOfSeveral)
    {
        string clientId = LogText.From(result.ClientId);
        if (result.IsAuthenticated)
        {
            if (_logger.IsEnabled(LogLevel.Information))
            {
                Log.Authenticated(_logger, clientId, result.Method, result.Certificate.PublicKeyThumbprint.ToString());
            }

            if (result.ReportedViolations.Count + result.ReportedFindings.Count > 0)
            {
                Log.ViolationsReported(_logger, clientId, FailureText.ReportOf(result));
            }

            expiry.Note(result.ClientId, result.Certificate.NotAfter);
            keyUses.Note(result.ClientId, result.Certificate.PublicKeyThumbprint);
        }
        else if (result.FailureReason == ClientAuthenticationFailureReason.RequestAborted)
        {
            Log.RequestAborted(_logger, clientId);
        }
        else if (result.Error.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            Log.Unavailable(_logger, clientId, result.FailureReason, FailureText.DetailOf(result), result.Exception);
        }
        else if (_logger.IsEnabled(LogLevel.Warning))
        {
            Log.NotAuthenticated(
                _logger,
                clientId,
                result.FailureReason,
                LogText.From(result.Method),
                FailureText.ThumbprintOf(result.Presented),
                FailureText.KeyThumbprintOf(result.Presented),
                result.Presented.Status,
                DetailOf(result, isOneOfSeveral));
        }
    }

    private static string DetailOf(ClientAuthenticationResult result, bool isOneOfSeveral)
    {
        string detail = FailureText.DetailOf(result);
        return isOneOfSeveral && result.FailureReason == ClientAuthenticationFailureReason.NotAMutualTlsClient
            ? $"{detail}, and {NoCredential}"
            : detail;
    }
}
