using StackExchange.Redis;

namespace MtlsAuth.Redis.Options;

/// <summary>The ranges of <see cref="MtlsRedisOptions"/>.</summary>
internal static class MtlsRedisRanges
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestConnectTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestConnectTimeout = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<SettingError> FindErrors(MtlsRedisOptions options)
    {
        List<SettingError> errors = [];

        // What it is, is not shown: it has a password in it.
        if (!NamesServer(options.Configuration))
        {
            errors.Add(new SettingError(
                nameof(options.Configuration), "not shown", "a connection string of StackExchange.Redis with a server in it"));
        }

        Check(nameof(options.Timeout), options.Timeout, ShortestTimeout, LongestTimeout);
        Check(nameof(options.ConnectTimeout), options.ConnectTimeout, ShortestConnectTimeout, LongestConnectTimeout);
        return errors.AsReadOnly();

        void Check(string setting, TimeSpan value, TimeSpan minimum, TimeSpan maximum)
        {
            if (value < minimum || value > maximum)
            {
                errors.Add(new SettingError(setting, value, $"from {minimum:c} to {maximum:c} (d.hh:mm:ss)"));
            }
        }
    }

    private static bool NamesServer(string? configuration)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(configuration) && ConfigurationOptions.Parse(configuration).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
