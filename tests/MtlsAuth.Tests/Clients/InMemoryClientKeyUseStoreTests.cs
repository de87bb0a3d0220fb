using MtlsAuth.Certificates;

namespace MtlsAuth.Tests.Clients;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InMemoryClientKeyUseStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryClientKeyUseStore _store = new();

    [Test]
    public async Task A_client_that_nobody_recorded_has_no_uses() => (await _store.FindAsync("a")).Should().BeEmpty();

    [Test]
    public async Task Of_a_key_the_latest_use_counts_and_the_latest_comes_first()
    {
        await _store.RecordAsync([Use("a", 1, hours: 0), Use("b", 1, hours: 9)]);
        await _store.RecordAsync([Use("a", 2, hours: 1)]);
        await _store.RecordAsync([Use("a", 1, hours: 3)]);
        await _store.RecordAsync([Use("a", 1, hours: 2)]);

        (await _store.FindAsync("a")).Should().Equal(Use("a", 1, hours: 3), Use("a", 2, hours: 1));
    }

    [Test]
    public async Task Of_a_client_the_16_keys_are_kept_that_were_used_last()
    {
        for (int number = 0; number < 20; number++)
        {
            await _store.RecordAsync([Use("a", number, hours: number)]);
        }

        (await _store.FindAsync("a")).Select(static use => use.LastUsedAt)
            .Should().Equal(Enumerable.Range(4, 16).Reverse().Select(static hours => Start.AddHours(hours)));
    }

    [Test]
    public async Task Of_100_000_clients_uses_are_kept_and_of_no_further_one()
    {
        ClientKeyUse use = Use("0", 1, hours: 0);
        await _store.RecordAsync([.. Enumerable.Range(0, 100_000).Select(number => use with { ClientId = $"{number}" })]);

        await _store.RecordAsync([Use("one more", 1, hours: 0), Use("0", 2, hours: 1)]);

        (await _store.FindAsync("99999")).Should().ContainSingle();
        (await _store.FindAsync("one more")).Should().BeEmpty();
        (await _store.FindAsync("0")).Should().HaveCount(2);
    }

    [Test]
    public async Task Ids_are_compared_octet_by_octet()
    {
        await _store.RecordAsync([Use("a", 1, hours: 0)]);

        (await _store.FindAsync("A")).Should().BeEmpty();
    }

    [Test]
    public async Task What_is_recorded_at_a_time_is_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => _store.RecordAsync([Use("a", number, number)]).AsTask())));

        (await _store.FindAsync("a")).Should().HaveCount(16);
    }

    private static ClientKeyUse Use(string clientId, int key, int hours)
    {
        JwkThumbprint.TryParse(new string((char)('A' + key), 42) + "A", out JwkThumbprint thumbprint).Should().BeTrue();
        return new ClientKeyUse(clientId, thumbprint, Start.AddHours(hours));
    }
}
