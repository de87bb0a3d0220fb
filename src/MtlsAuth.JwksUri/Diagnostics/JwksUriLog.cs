using Microsoft.Extensions.Logging;

namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>What is logged of keys behind <c>jwks_uri</c>. The event ids are a stable contract.</summary>
/// <remarks>
/// Without exceptions: those of the HTTP client repeat what a hostile server wrote. The detail says the same, cut and escaped.
/// </remarks>
internal static partial class JwksUriLog
{
    [LoggerMessage(
        30,
        LogLevel.Debug,
        "Keys fetched from {Host}: {KeyCount} keys, {SkippedKeyCount} skipped, to be fetched again after {Lifetime}")]
    public static partial void Fetched(ILogger logger, string host, int keyCount, int skippedKeyCount, TimeSpan lifetime);

    [LoggerMessage(31, LogLevel.Debug, "Keys of {Host} have not changed, to be fetched again after {Lifetime}")]
    public static partial void NotModified(ILogger logger, string host, TimeSpan lifetime);

    [LoggerMessage(
        32,
        LogLevel.Warning,
        "Keys not fetched from {Host}, and not tried again for {Pause}; those fetched before go on counting: {Failure}, {Detail}")]
    public static partial void FailedWithKeys(
        ILogger logger, string host, TimeSpan pause, JwksUriFailure failure, string? detail);

    [LoggerMessage(
        33,
        LogLevel.Error,
        "Keys not fetched from {Host}, and not tried again for {Pause}; its clients cannot authenticate: {Failure}, {Detail}")]
    public static partial void FailedWithoutKeys(
        ILogger logger, string host, TimeSpan pause, JwksUriFailure failure, string? detail);

    [LoggerMessage(34, LogLevel.Warning, "Keys of a client that registers not fetched from {Host}: {Failure}, {Detail}")]
    public static partial void FailedAtRegistration(ILogger logger, string host, JwksUriFailure failure, string? detail);
}
