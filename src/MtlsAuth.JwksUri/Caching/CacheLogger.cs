using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;

namespace MtlsAuth.JwksUri.Caching;

/// <summary>Writes what the caches have to say under a category of this library.</summary>
/// <remarks>They tell of each look-up at the level at which servers log in production. Here that is for who looks for a fault.</remarks>
internal sealed class CacheLogger(ILoggerFactory loggers) : ILogger<FusionCache>
{
    private readonly ILogger _logger = loggers.CreateLogger("MtlsAuth.Cache");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _logger.IsEnabled(Lower(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        LogLevel level = Lower(logLevel);
        _logger.Log(level, eventId, state, exception, formatter);
    }

    private static LogLevel Lower(LogLevel level) => level == LogLevel.Information ? LogLevel.Debug : level;
}
