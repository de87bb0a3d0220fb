using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary>What a registry makes of what stores and observers do.</summary>
public sealed class ClientRegistryTests
{
    private static readonly ClientRegistryOptions Options = new()
    {
        Validation = new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
    };

    private static readonly ClientMetadata Client = new()
    {
        ClientId = "a",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client,O=Example Bank,C=DE",
    };

    private static readonly ClientRecord Record = new() { ClientId = "a", Metadata = Client, Version = "1" };

    [Test]
    public async Task What_a_store_throws_is_a_result()
    {
        TimeoutException exception = new();
        RecordStoreStub store = new() { Find = () => throw exception, Write = () => throw exception };
        ClientRegistry registry = new(store, Options);

        ClientRegistryResult[] results =
        [
            await registry.AddAsync(Client),
            await registry.FindAsync("a"),
            await registry.ReplaceAsync(Record),
            await registry.RemoveAsync("a", "1"),
        ];

        results.Should().OnlyContain(result =>
            result.Failure == ClientRegistryFailureReason.Unavailable && result.Exception == exception && result.Record == null);
        ClientRegistryPage page = await registry.ListAsync();
        page.Exception.Should().BeSameAs(exception);
        (page.Records.Count, page.Continuation).Should().Be((0, null));
    }

    [Test]
    public async Task A_time_out_of_the_store_is_not_taken_for_the_callers_cancellation()
    {
        RecordStoreStub store = new()
        {
            Find = static () => throw new OperationCanceledException(),
            Write = static () => throw new OperationCanceledException(),
        };
        ClientRegistry registry = new(store);

        (await registry.FindAsync("a")).Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        (await registry.RemoveAsync("a", "1")).Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        (await registry.ListAsync()).Exception.Should().BeOfType<OperationCanceledException>();
    }

    [Test]
    public async Task The_callers_cancellation_is_one()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        RecordStoreStub store = new()
        {
            Find = static () => throw new OperationCanceledException(),
            Write = static () => throw new OperationCanceledException(),
        };
        ClientRegistry registry = new(store, Options);

        await FluentActions.Awaiting(() => registry.FindAsync("a", cancelled.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => registry.ListAsync(cancellationToken: cancelled.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => registry.RemoveAsync("a", "1", cancelled.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_store_that_breaks_after_the_cancellation_is_unavailable_nevertheless()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        RecordStoreStub store = new() { Find = static () => throw new TimeoutException() };

        (await new ClientRegistry(store).FindAsync("a", cancelled.Token)).Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
    }

    [Test]
    public async Task A_store_that_does_not_say_what_came_of_it_has_done_nothing()
    {
        RecordStoreStub store = new() { Write = static () => default };

        (await new ClientRegistry(store, Options).AddAsync(Client)).Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
    }

    [Test]
    public async Task A_store_that_answers_for_another_client_has_none()
    {
        RecordStoreStub store = new() { Find = static () => Record };

        (await new ClientRegistry(store).FindAsync("A")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
    }

    [Test]
    public async Task A_client_whose_metadata_cannot_be_read_comes_with_what_replaces_or_removes_it()
    {
        ClientRecord unreadable = Record with { Metadata = null, Error = new ClientMetadataError("$.jwks", "The value has the wrong type.") };
        ClientRegistry registry = new(new RecordStoreStub { Find = () => unreadable }, Options);

        ClientRegistryResult found = await registry.FindAsync("a");
        ClientRegistryResult replaced = await registry.ReplaceAsync(unreadable with { Metadata = Client });

        found.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        found.Exception.Should().BeOfType<ClientMetadataUnavailableException>()
            .Which.Message.Should().Be("$.jwks: The value has the wrong type.");
        found.Record!.Version.Should().Be("1");
        replaced.Record!.Error.Should().BeNull();
        replaced.Record.Version.Should().Be("2");
    }

    [Test]
    public async Task Observers_are_told_once_the_store_has_the_change()
    {
        InMemoryClientMetadataStore store = new();
        List<string?> seen = [];
        ChangeObserverStub observer = new(id => seen.Add(store.FindAsync(id).AsTask().Result?.Metadata.ClientName));
        ChangeObserverStub second = new();
        ClientRegistry registry = new(store, Options, [observer, second]);

        ClientRecord added = (await registry.AddAsync(Client with { ClientName = "first" })).Record!;
        ClientRecord renamed =
            (await registry.ReplaceAsync(added with { Metadata = added.Metadata! with { ClientName = "second" } })).Record!;
        await registry.RemoveAsync("a", renamed.Version!);
        await registry.AddAsync(Client with { TlsClientAuthSubjectDn = null });

        seen.Should().Equal("first", "second", null);
        second.Changed.Should().Equal("a", "a", "a");
    }

    [Test]
    public async Task Observers_are_told_when_nobody_knows_whether_the_store_has_the_change()
    {
        ChangeObserverStub observer = new();
        ClientRegistry registry = new(new RecordStoreStub { Write = static () => throw new TimeoutException() }, Options, [observer]);

        await registry.RemoveAsync("a", "1");

        observer.Changed.Should().Equal("a");
    }

    [Test]
    public async Task Observers_are_told_although_the_caller_has_gone()
    {
        using CancellationTokenSource caller = new();
        RecordStoreStub store = new();
        store.Write = () =>
        {
            caller.Cancel();
            throw new OperationCanceledException();
        };
        ChangeObserverStub observer = new();
        ClientRegistry registry = new(store, Options, [observer]);

        await FluentActions.Awaiting(() => registry.RemoveAsync("a", "1", caller.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();

        observer.Changed.Should().Equal("a");
    }

    [Test]
    public async Task What_an_observer_throws_undoes_nothing_and_is_reported()
    {
        List<Exception> reported = [];
        TimeoutException exception = new();
        ChangeObserverStub second = new();
        ClientRegistryOptions options = new() { Validation = Options.Validation, OnObserverFailed = reported.Add };
        ClientRegistry registry = new(new RecordStoreStub(), options, [new ChangeObserverStub(_ => throw exception), second]);

        (await registry.AddAsync(Client)).Failure.Should().BeNull();

        reported.Should().Equal(exception);
        second.Changed.Should().Equal("a");
    }

    [Test]
    public async Task What_only_the_server_decides_is_decided_here()
    {
        ClientMetadata metadata = Client with
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            TlsClientAuthSubjectDn = null,
            Jwks = KeySets.TestJwks.Read(KeySets.TestJwks.ToSet(KeySets.TestJwks.WithX5c)),
            SelfSignedMatching = SelfSignedMatching.PublicKey,
        };
        ClientRegistryOptions options = new()
        {
            Validation = new ClientRegistrationValidatorOptions
            {
                EnabledMethods = [ClientAuthenticationMethods.SelfSignedTlsClientAuth],
                IsTrustedSource = false,
            },
        };

        ClientRegistryResult added = await new ClientRegistry(new RecordStoreStub(), options).AddAsync(metadata);

        added.Failure.Should().BeNull();
        added.Record!.Metadata!.SelfSignedMatching.Should().Be(SelfSignedMatching.PublicKey);
    }

    [Test]
    public async Task What_does_not_refuse_the_metadata_is_reported_as_well()
    {
        ClientRegistryResult added = await new ClientRegistry(new RecordStoreStub(), Options)
            .AddAsync(Client with { TlsClientAuthSubjectDn = null, TlsClientAuthSanDns = "*.example.org" });

        added.IsDone.Should().BeTrue();
        added.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.UnlikelySubjectParameter);
    }

    [Test]
    public async Task Where_nothing_was_to_be_written_there_are_no_findings()
    {
        ClientRegistry registry = new(new RecordStoreStub(), Options);

        (await registry.FindAsync("a")).Findings.Should().BeEmpty();
        (await registry.RemoveAsync("a", "1")).Findings.Should().BeEmpty();
    }

    [TestCaseSource(nameof(Refused))]
    public async Task What_cannot_be_written_is_refused_with_its_place_and_the_reason(
        Func<ClientRegistry, ValueTask<ClientRegistryResult>> write, string member, string path, string reason)
    {
        ClientRegistryResult result = await write(new ClientRegistry(new RecordStoreStub(), Options));

        ClientRegistrationFinding finding = result.Findings.Should().ContainSingle().Subject;
        (finding.Member, finding.Path).Should().Be((member, path));
        finding.Text.Should().Contain(reason);
    }

    [Test]
    public async Task The_time_of_a_change_is_the_clocks()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        InMemoryClientMetadataStore store = new();
        ClientRegistry registry = new(store, Options, null, clock);

        await registry.AddAsync(Client);

        (await registry.FindAsync("a")).Record!.UpdatedAt.Should().Be(clock.GetUtcNow());
    }

    [Test]
    public void Null_is_refused()
    {
        ClientRegistry registry = new(new RecordStoreStub());

        FluentActions.Invoking(() => new ClientRegistry(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => registry.AddAsync(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => registry.ReplaceAsync(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => registry.RemoveAsync("a", null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ClientRecord.IsAllowedClientId(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => RegistrationAccessTokenHash.Of(null!)).Should().Throw<ArgumentNullException>();
    }

    [Test]
    public void Records_show_nothing_but_the_id() => Record.ToString().Should().Be("client a");

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case(
            static registry => registry.ReplaceAsync(Record with { Metadata = Client with { ClientId = "b" } }),
            "client_id",
            "$.client_id",
            "of another client");
        yield return Case(
            static registry => registry.AddAsync(Client with { ClientId = "ä" }),
            "client_id",
            "$.client_id",
            $"1 to {ClientRecord.MaximumClientIdLength} characters of printable ASCII");
        yield return Case(
            static registry => registry.AddAsync(Client with { ClientName = new string('a', ClientJwkSet.DefaultMaximumLength) }),
            string.Empty,
            "$",
            "too long");

        static TestCaseData Case(
            Func<ClientRegistry, ValueTask<ClientRegistryResult>> write, string member, string path, string reason) =>
            new TestCaseData(write, member, path, reason).SetArgDisplayNames(reason);
    }

    [TestCase(31)]
    [TestCase(33)]
    [TestCase(0)]
    public void What_has_not_the_length_of_a_hash_is_none(int length) =>
        RegistrationAccessTokenHash.TryCreate(new byte[length], out _).Should().BeFalse();
}
