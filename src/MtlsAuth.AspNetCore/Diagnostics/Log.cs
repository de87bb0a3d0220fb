using Microsoft.Extensions.Logging;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>What is logged. The event ids are a stable contract.</summary>
internal static partial class Log
{
    public const string Category = "MtlsAuth";

    [LoggerMessage(1, LogLevel.Information, "Client {ClientId} authenticated by {Method} with key {KeyThumbprint}")]
    public static partial void Authenticated(ILogger logger, string clientId, string method, string keyThumbprint);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Client {ClientId} not authenticated: {Reason} "
        + "(method {Method}, certificate {CertificateThumbprint}, key {KeyThumbprint}, {CertificateStatus}): {Detail}")]
    public static partial void NotAuthenticated(
        ILogger logger,
        string clientId,
        ClientAuthenticationFailureReason reason,
        string method,
        string certificateThumbprint,
        string keyThumbprint,
        PresentedCertificateStatus certificateStatus,
        string detail);

    [LoggerMessage(3, LogLevel.Error, "Client {ClientId} not authenticated: {Reason}; this is no fault of the client: {Detail}")]
    public static partial void Unavailable(
        ILogger logger, string clientId, ClientAuthenticationFailureReason reason, string detail, Exception? exception);

    [LoggerMessage(4, LogLevel.Warning, "Client {ClientId} authenticated, but its certificate violates the policy: {Violations}")]
    public static partial void ViolationsReported(ILogger logger, string clientId, string violations);

    [LoggerMessage(5, LogLevel.Error, "Clients not reloaded, the last good state stays in force: {Error}")]
    public static partial void ClientFileRefused(ILogger logger, string error);

    [LoggerMessage(6, LogLevel.Error, "Certification authorities not reloaded, the last good ones stay in force: {Error}")]
    public static partial void TrustAnchorsRefused(ILogger logger, string error);

    [LoggerMessage(
        7,
        LogLevel.Warning,
        "Certificate headers came without proof that the proxy set them and were ignored: {Count} since the last warning")]
    public static partial void UntrustedHeader(ILogger logger, long count);

    [LoggerMessage(8, LogLevel.Debug, "Client {ClientId} is left to other methods: {Reason} ({CertificateStatus})")]
    public static partial void OtherMethod(
        ILogger logger, string clientId, ClientAuthenticationFailureReason reason, PresentedCertificateStatus certificateStatus);

    [LoggerMessage(
        9,
        LogLevel.Information,
        "Clients loaded from {Path}: {ClientCount} clients, {SkippedKeyCount} keys of them skipped, {FindingCount} findings")]
    public static partial void ClientsLoaded(ILogger logger, string path, int clientCount, int skippedKeyCount, int findingCount);

    [LoggerMessage(
        10,
        LogLevel.Information,
        "Clients reloaded from {Path}: {ClientCount} clients, {SkippedKeyCount} keys of them skipped, {FindingCount} findings")]
    public static partial void ClientsReloaded(ILogger logger, string path, int clientCount, int skippedKeyCount, int findingCount);

    [LoggerMessage(11, LogLevel.Warning, "Client {ClientId} in {File}, {Place}: {Finding}")]
    public static partial void ClientDoubtful(ILogger logger, string clientId, string file, string place, string finding);

    [LoggerMessage(12, LogLevel.Error, "Client {ClientId} in {File}, {Place}: {Finding}")]
    public static partial void ClientInvalid(ILogger logger, string clientId, string file, string place, string finding);

    [LoggerMessage(13, LogLevel.Warning, "A certification authority's certificate cannot be used and is left out: {Report}")]
    public static partial void AuthorityLeftOut(ILogger logger, string report);

    [LoggerMessage(14, LogLevel.Information, "Certification authorities reloaded from {Path}: {CertificateCount} certificates")]
    public static partial void TrustAnchorsReloaded(ILogger logger, string path, int certificateCount);

    [LoggerMessage(16, LogLevel.Debug, "Client {ClientId} went away before it was authenticated")]
    public static partial void RequestAborted(ILogger logger, string clientId);

    [LoggerMessage(
        17,
        LogLevel.Warning,
        "Client {ClientId} authenticated with a certificate that expires at {NotAfter:u}: {Days} days are left")]
    public static partial void CertificateExpiresSoon(ILogger logger, string clientId, DateTimeOffset notAfter, int days);

    [LoggerMessage(18, LogLevel.Warning, "Which keys clients use could not be written, {Count} uses; it is noted again at their next use")]
    public static partial void KeyUsesNotWritten(ILogger logger, int count, Exception exception);

    [LoggerMessage(20, LogLevel.Debug, "Access token passes the check of its certificate binding: {Outcome}")]
    public static partial void TokenPasses(ILogger logger, ConfirmationOutcome outcome);

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "Access token does not pass the check of its certificate binding: {Outcome} "
        + "(certificate {CertificateThumbprint}, {CertificateStatus}, {CertificateError})")]
    public static partial void TokenDoesNotPass(
        ILogger logger,
        ConfirmationOutcome outcome,
        string certificateThumbprint,
        PresentedCertificateStatus certificateStatus,
        CertificateFormatError certificateError);

    [LoggerMessage(60, LogLevel.Error, "A client was changed, but not everybody could be told: a cache may have what was before")]
    public static partial void ClientChangeNotTold(ILogger logger, Exception exception);
}
