using Microsoft.Extensions.Logging;

namespace MtlsAuth.EntityFrameworkCore.Diagnostics;

/// <summary>What the package logs. Event ids are stable; the same event of another package of the library has the same one.</summary>
internal static partial class Log
{
    public const string Category = "MtlsAuth";

    [LoggerMessage(60, LogLevel.Error, "A client was changed, but not everybody could be told: a cache may have what was before")]
    public static partial void ObserverFailed(ILogger logger, Exception exception);
}
