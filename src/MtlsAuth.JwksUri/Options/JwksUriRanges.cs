namespace MtlsAuth.JwksUri.Options;

/// <summary>The ranges of <see cref="JwksUriOptions"/>.</summary>
internal static class JwksUriRanges
{
    /// <summary>The most that <see cref="JwksUriOptions.MaximumDocumentLength"/> may be, in octets.</summary>
    public const int LongestDocument = 1_048_576;

    /// <summary>The most that <see cref="JwksUriOptions.MaximumKeyCount"/> may be.</summary>
    public const int MostKeys = 10_000;

    public static IReadOnlyList<SettingError> FindErrors(JwksUriOptions options)
    {
        SettingRanges errors = new();
        errors.Check(
            nameof(options.MinimumLifetime), options.MinimumLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        errors.Check(nameof(options.DefaultLifetime), options.DefaultLifetime, options.MinimumLifetime, options.MaximumLifetime);
        errors.Check(nameof(options.MaximumLifetime), options.MaximumLifetime, options.MinimumLifetime, TimeSpan.FromDays(1));
        errors.Check(nameof(options.MaximumAge), options.MaximumAge, options.MaximumLifetime, TimeSpan.FromDays(7));

        // A shared cache cuts lifetimes to whole seconds, and what lives for less than a few of them is not the same for all instances.
        errors.Check(nameof(options.MinimumPause), options.MinimumPause, TimeSpan.FromSeconds(5), options.MaximumPause);
        errors.Check(nameof(options.MaximumPause), options.MaximumPause, options.MinimumPause, TimeSpan.FromHours(1));
        errors.Check(nameof(options.RefreshCoolDown), options.RefreshCoolDown, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        errors.Check(nameof(options.MaximumRefreshesPerMinute), options.MaximumRefreshesPerMinute, 1, 10_000);
        errors.Check(nameof(options.MaximumConcurrentFetches), options.MaximumConcurrentFetches, 1, 1_024);
        errors.Check(
            nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(100), options.TotalTimeout);
        errors.Check(nameof(options.HeadersTimeout), options.HeadersTimeout, options.ConnectTimeout, options.TotalTimeout);
        errors.Check(nameof(options.TotalTimeout), options.TotalTimeout, options.HeadersTimeout, TimeSpan.FromMinutes(1));
        errors.Check(nameof(options.MaximumDocumentLength), options.MaximumDocumentLength, 1_024, LongestDocument);
        errors.Check(nameof(options.MaximumKeyCount), options.MaximumKeyCount, 1, MostKeys);
        errors.Check(nameof(options.MaximumEntryCount), options.MaximumEntryCount, 1, 1_000_000);
        errors.Check(nameof(options.MemoryDuration), options.MemoryDuration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        if (options.Proxy is { } proxy)
        {
            // Shown without what may be a password in it.
            errors.Require(
                proxy.IsAbsoluteUri && proxy.Scheme == Uri.UriSchemeHttp && proxy.UserInfo.Length == 0,
                nameof(options.Proxy),
                proxy.IsAbsoluteUri ? proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : proxy.OriginalString,
                "an absolute http URL without user name and password");
        }

        for (int index = 0; index < options.InternalHosts.Count; index++)
        {
            string host = options.InternalHosts[index];
            errors.Require(
                InternalHost.TryParse(host, out _), $"{nameof(options.InternalHosts)}:{index}", host, "a host name, or one with a port");
        }

        errors.Require(options.Authorities is not { Length: 0 }, nameof(options.Authorities), options.Authorities, "the path of a file");
        return errors.ToList();
    }
}
