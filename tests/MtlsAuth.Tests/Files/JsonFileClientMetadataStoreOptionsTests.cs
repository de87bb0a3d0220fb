using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

/// <summary>What the application asks of the store: how often to look, how much to read, and what to let pass.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JsonFileClientMetadataStoreOptionsTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<ClientMetadataError> _reported = [];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void An_edit_is_followed_in_the_background()
    {
        List<int> counts = [];
        using JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(
            _folder.Write("c.json", "[]"),
            new() { ReloadInterval = Interval, OnReloaded = reloaded => counts.Add(reloaded.ClientCount), OnReloadFailed = _reported.Add },
            _clock);
        _folder.Write("c.json", """{"client_id":"a"}""");
        _clock.Advance(Interval);
        _clock.Advance(Interval);
        _folder.Write("c.json", "{");
        _clock.Advance(Interval);

        counts.Should().Equal(1);
        store.ClientCount.Should().Be(1);
        _reported.Should().ContainSingle();
    }

    [Test]
    public void Dispose_ends_the_looks_in_the_background()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", "[]"));
        store.Dispose();
        _folder.Write("c.json", """{"client_id":"a"}""");

        _clock.Advance(Interval);

        store.ClientCount.Should().Be(0);
    }

    [Test]
    public async Task FindAsync_looks_each_time_if_the_interval_is_zero()
    {
        JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(
            _folder.Write("c.json", "[]"), new() { ReloadInterval = TimeSpan.Zero }, _clock);
        _folder.Write("c.json", """{"client_id":"a"}""");
        _clock.Advance(Interval);

        store.ClientCount.Should().Be(0);
        (await store.FindAsync("a")).Should().NotBeNull();
    }

    [Test]
    public void The_background_is_left_alone_if_the_interval_is_zero()
    {
        EagerClock clock = new();

        using JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(
            _folder.Write("c.json", "[]"), new() { ReloadInterval = TimeSpan.Zero }, clock);

        clock.TimerCount.Should().Be(0);
    }

    [Test]
    public void Open_refuses_an_interval_out_of_range([Values(-1, 86_400_001)] int milliseconds) =>
        FluentActions.Invoking(() => JsonFileClientMetadataStore.Open(
                _folder.Write("c.json", "[]"), new() { ReloadInterval = TimeSpan.FromMilliseconds(milliseconds) }))
            .Should().Throw<ArgumentOutOfRangeException>();

    [Test]
    public void Open_keeps_to_the_limits_of_the_caller()
    {
        string file = _folder.Write("c.json", """{"client_id":"a","jwks":{"keys":[{},{}]}}""");

        OpenFails(file, new() { MaximumKeyCount = 1 }).ToString()
            .Should().EndWith("client a, $.jwks: The key set is refused: TooManyKeys.");
        OpenFails(file, new() { MaximumJwkSetLength = 15 }).ToString()
            .Should().EndWith("client a, $.jwks: The key set is refused: TooLarge.");
        Open(file).SkippedKeyCount.Should().Be(2);
    }

    [Test]
    public void Check_sees_each_client_in_its_place_before_it_takes_effect()
    {
        string first = _folder.Write("1.json", """[{"client_id":"a"},{"client_id":"b"}]""");
        string second = _folder.Write("2.json", """{"client_id":"c"}""");
        List<(string, string, string)> seen = [];

        JsonFileClientMetadataStore.Open(_folder.Path, new()
        {
            Check = clients =>
            {
                seen.AddRange(clients.Select(client => (client.File, client.Path, client.Metadata.ClientId)));
                return null;
            },
        }).Dispose();

        seen.Should().Equal((first, "$[0]", "a"), (first, "$[1]", "b"), (second, "$", "c"));
    }

    [Test]
    public async Task Check_refuses_the_files_as_an_error_in_them_does()
    {
        string file = _folder.Write("c.json", """{"client_id":"a"}""");
        ClientMetadataError refused = new("$.jwks", "Not here.") { File = file, ClientId = "b" };
        JsonFileClientMetadataStoreOptions options = new()
        {
            ReloadInterval = Interval,
            Check = clients => clients.Any(client => client.Metadata.ClientId == "b") ? refused : null,
            OnReloadFailed = _reported.Add,
        };
        using JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(file, options, _clock);
        _folder.Write("c.json", """{"client_id":"b"}""");
        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().NotBeNull();
        store.LastError.Should().Be(refused);
        _reported.Should().Equal(refused);
        OpenFails(file, options).Should().Be(refused);
    }

    private JsonFileClientMetadataStore Open(string path) =>
        JsonFileClientMetadataStore.Open(path, new() { ReloadInterval = Interval }, _clock);

    private ClientMetadataError OpenFails(string path, JsonFileClientMetadataStoreOptions options) =>
        FluentActions.Invoking(() => JsonFileClientMetadataStore.Open(path, options, _clock))
            .Should().Throw<ClientMetadataFileException>().Which.Error;
}
