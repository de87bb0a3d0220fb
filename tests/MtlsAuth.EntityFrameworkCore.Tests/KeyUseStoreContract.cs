using Microsoft.EntityFrameworkCore;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>Uses of keys in a database, whichever it is.</summary>
public abstract class KeyUseStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private Application _application = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _application = await Application.StartAsync(await CreateDatabaseAsync());
        foreach (string clientId in new[] { "a", "b" })
        {
            ClientRegistryResult added = await _application.Registry.AddAsync(new ClientMetadata
            {
                ClientId = clientId,
                TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                TlsClientAuthSubjectDn = "CN=client",
            });
            added.IsDone.Should().BeTrue();
        }
    }

    [TearDown]
    public async Task StopAsync() => await _application.DisposeAsync();

    [Test]
    public async Task Of_a_key_the_last_use_that_was_written_counts_and_the_latest_comes_first()
    {
        await _application.KeyUses.RecordAsync([Use("a", 'A', hours: 0), Use("a", 'B', hours: 1), Use("b", 'A', hours: 9)]);
        await _application.KeyUses.RecordAsync([Use("a", 'A', hours: 2)]);

        ClientKeyUses uses = await _application.Registry.FindKeyUsesAsync("a");

        uses.IsKnown.Should().BeTrue();
        uses.Uses.Should().Equal(Use("a", 'A', hours: 2), Use("a", 'B', hours: 1));
    }

    [Test]
    public async Task Uses_of_a_client_that_is_gone_are_left_out_and_those_of_others_are_not()
    {
        await _application.KeyUses.RecordAsync([Use("nobody", 'A', hours: 0), Use("b", 'A', hours: 0)]);

        (await _application.Registry.FindKeyUsesAsync("nobody")).Uses.Should().BeEmpty();
        (await _application.Registry.FindKeyUsesAsync("b")).Uses.Should().ContainSingle();
    }

    [Test]
    public async Task Uses_go_with_their_client()
    {
        await _application.KeyUses.RecordAsync([Use("a", 'A', hours: 0), Use("b", 'A', hours: 0)]);
        ClientRegistryResult found = await _application.Registry.FindAsync("a");

        (await _application.Registry.RemoveAsync("a", found.Record!.Version!)).IsDone.Should().BeTrue();

        (await _application.Registry.FindKeyUsesAsync("a")).Uses.Should().BeEmpty();
        (await _application.Registry.FindKeyUsesAsync("b")).Uses.Should().ContainSingle();
    }

    [Test]
    public async Task A_client_can_be_replaced_that_has_uses()
    {
        await _application.KeyUses.RecordAsync([Use("a", 'A', hours: 0)]);
        ClientRecord record = (await _application.Registry.FindAsync("a")).Record!;

        (await _application.Registry.ReplaceAsync(record)).IsDone.Should().BeTrue();

        (await _application.Registry.FindKeyUsesAsync("a")).Uses.Should().ContainSingle();
    }

    [Test]
    public async Task Several_instances_write_the_same_use_at_a_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _application.KeyUses.RecordAsync([Use("a", 'A', 0)]).AsTask())));

        (await _application.Registry.FindKeyUsesAsync("a")).Uses.Should().ContainSingle();
    }

    [Test]
    public async Task An_id_that_no_client_can_have_has_no_uses() =>
        (await _application.Registry.FindKeyUsesAsync("\0")).Should().Match<ClientKeyUses>(static uses => uses.IsKnown && uses.Uses.Count == 0);

    [Test]
    public async Task A_thumbprint_that_somebody_has_edited_is_left_out()
    {
        await _application.KeyUses.RecordAsync([Use("a", 'A', hours: 0), Use("a", 'B', hours: 1)]);
        await _application.UseContextAsync(static context => context.Set<MtlsAuthKeyUse>()
            .Where(static row => row.LastUsedAt == Start)
            .ExecuteUpdateAsync(static row => row.SetProperty(static row => row.KeyThumbprint, "edited")));

        (await _application.Registry.FindKeyUsesAsync("a")).Uses.Should().Equal(Use("a", 'B', hours: 1));
    }

    [Test]
    public async Task A_database_without_the_table_is_a_result_with_its_exception()
    {
        await _application.ExecuteAsync($"DROP TABLE \"MtlsAuthKeyUses\"");

        ClientKeyUses uses = await _application.Registry.FindKeyUsesAsync("a");

        uses.IsKnown.Should().BeFalse();
        uses.Exception.Should().NotBeNull();
        await FluentActions.Awaiting(() => _application.KeyUses.RecordAsync([Use("a", 'A', 0)]).AsTask()).Should().ThrowAsync<Exception>();
    }

    private protected abstract Task<Action<DbContextOptionsBuilder>> CreateDatabaseAsync();

    private static ClientKeyUse Use(string clientId, char key, int hours)
    {
        JwkThumbprint.TryParse(new string(key, 42) + "A", out JwkThumbprint thumbprint).Should().BeTrue();
        return new ClientKeyUse(clientId, thumbprint, Start.AddHours(hours));
    }
}
