using MtlsAuth.Tests.KeySets;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Clients;

public sealed class InMemoryClientMetadataStoreTests
{
    private static readonly ClientMetadata A = new() { ClientId = "a" };

    [Test]
    public async Task FindAsync_finds_a_client_by_the_octets_of_its_id()
    {
        InMemoryClientMetadataStore store = new(A);

        (await store.FindAsync("a"))!.Metadata.Should().BeSameAs(A);
        (await store.FindAsync("A")).Should().BeNull();
        (await store.FindAsync(string.Empty)).Should().BeNull();
    }

    [Test]
    public void Constructor_refuses_two_clients_with_one_id() =>
        FluentActions.Invoking(() => new InMemoryClientMetadataStore(A, A)).Should().Throw<ArgumentException>().WithMessage("*'a'*");

    [Test]
    public void Constructor_refuses_null() =>
        FluentActions.Invoking(() => new InMemoryClientMetadataStore((ClientMetadata[])null!))
            .Should().Throw<ArgumentNullException>();

    [Test]
    public void A_client_without_id_is_refused()
    {
        InMemoryClientMetadataStore store = new();

        FluentActions.Invoking(() => store.TryAdd(new ClientMetadata())).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => store.Set(new ClientMetadata())).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => store.Set(null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public void TryAdd_does_not_replace_a_client()
    {
        InMemoryClientMetadataStore store = new(A);

        store.TryAdd(A with { ClientName = "new" }).Should().BeFalse();

        RegisteredClient? found = Find(store, "a");
        found!.Metadata.Should().BeSameAs(A);
    }

    [Test]
    public void Set_replaces_a_client()
    {
        ClientMetadata changed = A with { ClientName = "new" };
        InMemoryClientMetadataStore store = new(A);

        store.Set(changed);

        RegisteredClient? found = Find(store, "a");
        found!.Metadata.Should().BeSameAs(changed);
        store.ClientCount.Should().Be(1);
    }

    [Test]
    public void Remove_says_whether_the_client_was_there()
    {
        InMemoryClientMetadataStore store = new(A);

        store.Remove("a").Should().BeTrue();
        store.Remove("a").Should().BeFalse();
        store.ClientCount.Should().Be(0);
    }

    [Test]
    public async Task A_page_has_whoever_is_there_when_it_is_asked_for()
    {
        InMemoryClientMetadataStore store = new(A);
        List<string> pages = [await ListAsync(store)];

        store.TryAdd(new ClientMetadata { ClientId = "b" });
        pages.Add(await ListAsync(store));
        store.Set(new ClientMetadata { ClientId = "c" });
        pages.Add(await ListAsync(store));
        store.Remove("a");
        pages.Add(await ListAsync(store));
        string version = (await ((IClientRecordStore)store).FindRecordAsync("b"))!.Version!;
        await ((IClientRecordStore)store).RemoveRecordAsync("b", version);
        pages.Add(await ListAsync(store));
        store.TryAdd(A);
        pages.Add(await ListAsync(store));

        pages.Should().Equal("a", "a b", "a b c", "b c", "c", "a c");
    }

    [Test]
    public void Clients_can_be_changed_while_they_are_looked_up()
    {
        InMemoryClientMetadataStore store = new(A);

        Parallel.For(0, 1_000, i =>
        {
            ClientMetadata client = new() { ClientId = $"c{i}" };
            store.TryAdd(client).Should().BeTrue();
            store.Set(A with { ClientName = client.ClientId });
            Find(store, "a").Should().NotBeNull();
            Find(store, client.ClientId)!.Metadata.Should().BeSameAs(client);
        });

        store.ClientCount.Should().Be(1_001);
    }

    [Test]
    public void SkippedKeyCount_is_that_of_all_clients()
    {
        ClientJwkSet keys = TestJwks.Read(TestJwks.ToSet(TestJwks.P256, null, TestJwks.Rsa.Without("n")));
        InMemoryClientMetadataStore store = new(
            new ClientMetadata { ClientId = "a", Jwks = keys },
            new ClientMetadata { ClientId = "b" },
            new ClientMetadata { ClientId = "c", Jwks = keys });

        (store.ClientCount, store.SkippedKeyCount).Should().Be((3, 4));
    }

    private static async Task<string> ListAsync(IClientRecordStore store) =>
        string.Join(' ', (await store.ListRecordsAsync(null, 10)).Select(static record => record.ClientId));

    private static RegisteredClient? Find(InMemoryClientMetadataStore store, string clientId) => store.FindAsync(clientId).AsTask().Result;
}
