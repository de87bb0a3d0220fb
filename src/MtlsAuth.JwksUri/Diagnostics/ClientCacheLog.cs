using Microsoft.Extensions.Logging;

namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>What is logged of the cache of clients. The event ids are a stable contract.</summary>
internal static partial class ClientCacheLog
{
    [LoggerMessage(
        40,
        LogLevel.Warning,
        "Client {ClientId} not read again, and not tried for {Pause}; it counts as it was read {Age} ago: the store of clients failed")]
    public static partial void FailedWithClient(ILogger logger, string clientId, TimeSpan pause, TimeSpan age, Exception exception);

    [LoggerMessage(
        41,
        LogLevel.Error,
        "Client {ClientId} not read, and not tried again for {Pause}; it cannot authenticate: the store of clients failed")]
    public static partial void FailedWithoutClient(ILogger logger, string clientId, TimeSpan pause, Exception exception);
}
