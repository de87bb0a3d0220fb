namespace MtlsAuth.JwksUri.Tests.Options;

public sealed class ClientCacheOptionsTests
{
    private static readonly TestCaseData<Action<ClientCacheOptions>, string>[] OutOfRange =
    [
        new(static cache => cache.Lifetime = TimeSpan.Zero, "Lifetime is 00:00:00; it has to be from 00:00:01 to 01:00:00 (d.hh:mm:ss)."),
        new(static cache => (cache.Lifetime, cache.MaximumAge) = (TimeSpan.FromHours(2), TimeSpan.FromHours(3)), "Lifetime*"),
        new(static cache => cache.UnknownLifetime = TimeSpan.FromHours(1), "UnknownLifetime*"),
        new(static cache => cache.MaximumAge = TimeSpan.FromSeconds(59), "MaximumAge*from 00:01:00 to 1.00:00:00*"),
        new(static cache => cache.MaximumAge = TimeSpan.FromDays(10), "MaximumAge*"),
        new(static cache => cache.MinimumPause = TimeSpan.Zero, "MinimumPause*"),
        new(static cache => cache.MaximumPause = TimeSpan.FromHours(1), "MaximumPause*"),
        new(static cache => cache.LoadTimeout = Timeout.InfiniteTimeSpan, "LoadTimeout*"),
        new(static cache => cache.MaximumEntryCount = 0, "MaximumEntryCount is 0; it has to be from 1 to 10000000."),
        new(static cache => cache.MemoryDuration = TimeSpan.FromDays(30), "MemoryDuration*"),
    ];

    [Test]
    public void The_defaults_can_be_used() => new ClientCacheOptions().FindErrors().Should().BeEmpty();

    [TestCaseSource(nameof(OutOfRange))]
    public void What_is_out_of_range_is_named(Action<ClientCacheOptions> change, string error)
    {
        ClientCacheOptions options = new();
        change(options);

        options.FindErrors().Should().ContainSingle().Which.ToString().Should().Match(error);
    }
}
