using MtlsAuth.Redis.Options;
using StackExchange.Redis;

namespace MtlsAuth.Redis;

/// <summary>How instances reach the Redis in which they share what they have cached.</summary>
public sealed class MtlsRedisOptions
{
    /// <summary>
    /// The connection string of StackExchange.Redis, such as <c>redis.example:6380,ssl=true,user=mtlsauth,password=...</c>. It holds a
    /// secret, and is never logged.
    /// </summary>
    /// <remarks>
    /// The options <c>abortConnect</c>, <c>connectTimeout</c>, <c>syncTimeout</c> and <c>asyncTimeout</c> have no effect: a server that
    /// cannot be reached must neither stop the start nor hold up requests.
    /// </remarks>
    public string Configuration { get; set; } = string.Empty;

    /// <summary>How long Redis may take to answer before an instance goes on without it: 500 milliseconds.</summary>
    /// <remarks>From 50 milliseconds to 5 seconds.</remarks>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it may take to connect: 1 second.</summary>
    /// <remarks>From 100 milliseconds to 10 seconds.</remarks>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Connects, for applications that change the settings further or have a way of their own to log in; null to connect as they are.
    /// </summary>
    /// <remarks>
    /// It gets the settings that <see cref="Configuration"/> and the time-outs come to, and hands over what it returns: the connection is
    /// closed when the host is disposed of. Where it throws, it is called again after a second.
    /// </remarks>
    public Func<ConfigurationOptions, Task<IConnectionMultiplexer>>? ConnectAsync { get; set; }

    /// <summary>The settings that are out of range; none if they can be used. None of them shows <see cref="Configuration"/>.</summary>
    public IReadOnlyList<SettingError> FindErrors() => MtlsRedisRanges.FindErrors(this);
}
