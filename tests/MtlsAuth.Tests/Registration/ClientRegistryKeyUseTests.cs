using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary>What the registry says about the keys that a client still uses.</summary>
public sealed class ClientRegistryKeyUseTests
{
    private static readonly ClientKeyUse Use = new("a", default, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Uses_are_found()
    {
        InMemoryClientKeyUseStore store = new();
        await store.RecordAsync([Use]);

        ClientKeyUses uses = await RegistryOf(store).FindKeyUsesAsync("a");

        uses.IsKnown.Should().BeTrue();
        uses.Uses.Should().Equal(Use);
    }

    [Test]
    public async Task A_client_without_uses_is_told_from_uses_that_nobody_keeps()
    {
        (await RegistryOf(new InMemoryClientKeyUseStore()).FindKeyUsesAsync("a")).IsKnown.Should().BeTrue();

        ClientKeyUses unknown = await RegistryOf(null).FindKeyUsesAsync("a");
        (unknown.IsKnown, unknown.Exception).Should().Be((false, null));
        unknown.Uses.Should().BeEmpty();
    }

    // A time-out of its own is not the caller's cancellation.
    [Test]
    public async Task A_store_that_fails_is_a_result([Values] bool isTimeOut)
    {
        Exception exception = isTimeOut ? new OperationCanceledException() : new IOException();

        ClientKeyUses uses = await RegistryOf(new FailingStore(exception)).FindKeyUsesAsync("a");

        uses.IsKnown.Should().BeFalse();
        uses.Uses.Should().BeEmpty();
        uses.Exception.Should().BeSameAs(exception);
    }

    [Test]
    public async Task A_cancelled_token_throws()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => RegistryOf(new FailingStore(new IOException())).FindKeyUsesAsync("a", cancelled.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private static ClientRegistry RegistryOf(IClientKeyUseStore? store) => new(new InMemoryClientMetadataStore(), keyUses: store);

    private sealed class FailingStore(Exception exception) : IClientKeyUseStore
    {
        public ValueTask RecordAsync(IReadOnlyList<ClientKeyUse> uses, CancellationToken cancellationToken = default) =>
            throw exception;

        public ValueTask<IReadOnlyList<ClientKeyUse>> FindAsync(string clientId, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw exception;
        }
    }
}
