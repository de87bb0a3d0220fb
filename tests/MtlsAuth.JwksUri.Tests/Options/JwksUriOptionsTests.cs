namespace MtlsAuth.JwksUri.Tests.Options;

[Parallelizable(ParallelScope.All)]
public sealed class JwksUriOptionsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromTicks(1);

    private static IEnumerable<TestCaseData> Durations =>
    [
        Duration(nameof(JwksUriOptions.MinimumLifetime), "00:00:01", "00:05:00", static (set, value) => set.MinimumLifetime = value),
        Duration(nameof(JwksUriOptions.DefaultLifetime), "00:01:00", "01:00:00", static (set, value) => set.DefaultLifetime = value),
        Duration(nameof(JwksUriOptions.MaximumLifetime), "00:05:00", "04:00:00", static (set, value) => set.MaximumLifetime = value),
        Duration(nameof(JwksUriOptions.MaximumAge), "01:00:00", "7.00:00:00", static (set, value) => set.MaximumAge = value),
        Duration(nameof(JwksUriOptions.MinimumPause), "00:00:05", "00:05:00", static (set, value) => set.MinimumPause = value),
        Duration(nameof(JwksUriOptions.MaximumPause), "00:00:05", "01:00:00", static (set, value) => set.MaximumPause = value),
        Duration(nameof(JwksUriOptions.RefreshCoolDown), "00:00:05", "01:00:00", static (set, value) => set.RefreshCoolDown = value),
        Duration(nameof(JwksUriOptions.ConnectTimeout), "00:00:00.1", "00:00:04", static (set, value) => set.ConnectTimeout = value),
        Duration(nameof(JwksUriOptions.HeadersTimeout), "00:00:02", "00:00:05", static (set, value) => set.HeadersTimeout = value),
        Duration(nameof(JwksUriOptions.TotalTimeout), "00:00:04", "00:01:00", static (set, value) => set.TotalTimeout = value),
        Duration(nameof(JwksUriOptions.MemoryDuration), "00:00:01", "00:10:00", static (set, value) => set.MemoryDuration = value),
    ];

    private static IEnumerable<TestCaseData> Numbers =>
    [
        Number(nameof(JwksUriOptions.MaximumRefreshesPerMinute), 1, 10_000, static (set, value) => set.MaximumRefreshesPerMinute = value),
        Number(nameof(JwksUriOptions.MaximumConcurrentFetches), 1, 1_024, static (set, value) => set.MaximumConcurrentFetches = value),
        Number(nameof(JwksUriOptions.MaximumDocumentLength), 1_024, 1_048_576, static (set, value) => set.MaximumDocumentLength = value),
        Number(nameof(JwksUriOptions.MaximumKeyCount), 1, 10_000, static (set, value) => set.MaximumKeyCount = value),
        Number(nameof(JwksUriOptions.MaximumEntryCount), 1, 1_000_000, static (set, value) => set.MaximumEntryCount = value),
    ];

    [Test]
    public void The_defaults_can_be_used() => new JwksUriOptions().FindErrors().Should().BeEmpty();

    // With all others at their defaults.
    [TestCaseSource(nameof(Durations))]
    public void A_duration_has_a_range(string name, TimeSpan minimum, TimeSpan maximum, Action<JwksUriOptions, TimeSpan> set)
    {
        FindErrors(options => set(options, minimum)).Should().BeEmpty();
        FindErrors(options => set(options, maximum)).Should().BeEmpty();
        FindErrors(options => set(options, minimum - Step)).Should().NotBeEmpty(name);
        FindErrors(options => set(options, maximum + Step)).Should().NotBeEmpty(name);
    }

    [TestCaseSource(nameof(Numbers))]
    public void A_number_has_a_range(string name, int minimum, int maximum, Action<JwksUriOptions, int> set)
    {
        FindErrors(options => set(options, minimum)).Should().BeEmpty();
        FindErrors(options => set(options, maximum)).Should().BeEmpty();
        FindErrors(options => set(options, minimum - 1)).Should().Equal(name);
        FindErrors(options => set(options, maximum + 1)).Should().Equal(name);
    }

    [TestCase("http://proxy.example:3128", true)]
    [TestCase("https://proxy.example", false)]
    [TestCase("socks5://proxy.example", false)]
    [TestCase("http://user:secret@proxy.example", false)]
    [TestCase("proxy.example", false)]
    public void A_proxy_speaks_http_and_has_no_password(string proxy, bool expected)
    {
        JwksUriOptions options = new() { Proxy = new Uri(proxy, UriKind.RelativeOrAbsolute) };

        IReadOnlyList<SettingError> errors = options.FindErrors();

        errors.Should().HaveCount(expected ? 0 : 1);
        string.Join(' ', errors).Should().NotContain("secret");
    }

    [TestCase("keys.corp.example", true)]
    [TestCase("keys.corp.example:8443", true)]
    [TestCase("10.1.2.3", true)]
    [TestCase("[fd00::1]:443", true)]
    [TestCase("", false)]
    [TestCase("https://keys.corp.example", false)]
    [TestCase("keys.corp.example/jwks", false)]
    [TestCase("user@keys.corp.example", false)]
    [TestCase("keys.corp.example:99999", false)]
    [TestCase("*.corp.example", false)]
    [TestCase("10.0.0.0/8", false)]
    [TestCase("a b", false)]
    [TestCase("keys.corp.example?a", false)]
    [TestCase("keys.corp.example#a", false)]
    public void An_internal_host_is_a_name_or_address_with_or_without_a_port(string host, bool expected) =>
        FindErrors(options => options.InternalHosts.Add(host)).Should().Equal(expected ? [] : ["InternalHosts:0"]);

    [TestCase(null, true)]
    [TestCase("authorities.pem", true)]
    [TestCase("", false)]
    public void Authorities_are_in_a_file(string? path, bool expected) =>
        FindErrors(options => options.Authorities = path).Should().Equal(expected ? [] : [nameof(JwksUriOptions.Authorities)]);

    private static IReadOnlyList<string> FindErrors(Action<JwksUriOptions> configure)
    {
        JwksUriOptions options = new();
        configure(options);
        return [.. options.FindErrors().Select(static error => error.Setting)];
    }

    private static TestCaseData Duration(string name, string minimum, string maximum, Action<JwksUriOptions, TimeSpan> set) =>
        new TestCaseData(name, TimeSpan.Parse(minimum, null), TimeSpan.Parse(maximum, null), set)
            .SetArgDisplayNames(name);

    private static TestCaseData Number(string name, int minimum, int maximum, Action<JwksUriOptions, int> set) =>
        new TestCaseData(name, minimum, maximum, set).SetArgDisplayNames(name);
}
