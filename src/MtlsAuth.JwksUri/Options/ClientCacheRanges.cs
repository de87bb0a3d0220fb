namespace MtlsAuth.JwksUri.Options;

/// <summary>The ranges of <see cref="ClientCacheOptions"/>.</summary>
internal static class ClientCacheRanges
{
    public static IReadOnlyList<SettingError> FindErrors(ClientCacheOptions options)
    {
        SettingRanges errors = new();
        errors.Check(nameof(options.Lifetime), options.Lifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        errors.Check(nameof(options.UnknownLifetime), options.UnknownLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        errors.Check(nameof(options.MaximumAge), options.MaximumAge, options.Lifetime, TimeSpan.FromDays(1));
        errors.Check(nameof(options.MinimumPause), options.MinimumPause, TimeSpan.FromMilliseconds(100), options.MaximumPause);
        errors.Check(nameof(options.MaximumPause), options.MaximumPause, options.MinimumPause, TimeSpan.FromMinutes(10));
        errors.Check(nameof(options.LoadTimeout), options.LoadTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        errors.Check(nameof(options.MaximumEntryCount), options.MaximumEntryCount, 1, 10_000_000);
        errors.Check(nameof(options.MemoryDuration), options.MemoryDuration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        return errors.ToList();
    }
}
