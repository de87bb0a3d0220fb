using System.Text;
using System.Text.Json;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary>What holds for a registry in front of each store.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class ClientRegistryContract
{
    private const int Writers = 8;

    private static readonly ClientRegistryOptions Options = new()
    {
        Validation = new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
    };

    private static readonly ClientMetadata Metadata = new()
    {
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client,O=Example Bank,C=DE",
    };

    private IClientRecordStore _store = null!;
    private ClientRegistry _registry = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _store = await OpenEmptyAsync();
        _registry = new ClientRegistry(_store, Options);
    }

    [Test]
    public async Task A_client_that_is_added_is_found()
    {
        ClientRegistryResult added = await _registry.AddAsync(Metadata with { ClientId = "a" });

        added.Failure.Should().BeNull();
        added.Record!.Version.Should().NotBeNullOrEmpty();
        ClientRecord found = await FindAsync("a");
        found.Version.Should().Be(added.Record.Version);
        JsonOf(found).Should().Be(JsonOf(added.Record)).And.Contain("CN=client");
        RegisteredClient? client = await ((IClientMetadataStore)_store).FindAsync("a");
        client!.Metadata.TlsClientAuthSubjectDn.Should().Be(Metadata.TlsClientAuthSubjectDn);
    }

    [Test]
    public async Task Many_clients_are_imported_and_those_that_cannot_be_are_named()
    {
        await AddAsync("there", "as it was");
        List<ClientImportProgress> progress = [];
        ClientMetadata[] clients =
        [
            Metadata with { ClientId = "a" },
            Metadata with { ClientId = "there", ClientName = "another" },
            Metadata with { ClientId = "b", TokenEndpointAuthMethod = "nonsense" },
            Metadata,
            Metadata with { ClientId = "a" },
        ];

        ClientImportResult result = await _registry.ImportAsync(ToAsync(clients), new ProgressList(progress));

        result.Exception.Should().BeNull();
        (result.AddedCount, result.RefusedCount).Should().Be((2, 3));
        result.Refusals.OrderBy(static refusal => refusal.Index)
            .Select(static refusal => (refusal.Index, refusal.ClientId, refusal.Reason)).Should().Equal(
                (1, "there", ClientRegistryFailureReason.AlreadyExists),
                (2, "b", ClientRegistryFailureReason.InvalidMetadata),
                (4, "a", ClientRegistryFailureReason.AlreadyExists));
        result.Refusals.Single(static refusal => refusal.ClientId == "b").Findings.Should().NotBeEmpty();
        progress.Should().Equal(new ClientImportProgress(2, 3));
        (await FindAsync("there")).Metadata!.ClientName.Should().Be("as it was");
        (await FindAsync("a")).Version.Should().NotBeNullOrEmpty();
        (await _registry.ListAsync()).Records.Should().HaveCount(3);
    }

    [Test]
    public async Task A_client_without_id_gets_one()
    {
        ClientRegistryResult[] added = [await _registry.AddAsync(Metadata), await _registry.AddAsync(Metadata)];

        added.Should().OnlyContain(static result => result.IsDone && result.Record!.ClientId.Length == 32);
        added.Select(static result => result.Record!.ClientId).Should().OnlyHaveUniqueItems();
        (await FindAsync(added[1].Record!.ClientId)).Metadata!.ClientId.Should().Be(added[1].Record!.ClientId);
    }

    [Test]
    public async Task Members_that_nobody_knows_come_back_as_they_were()
    {
        const string Json = """{"client_id":"a","token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"a.example.org","""
            + """ "client_name":"Bänk 北京 𝄞","x_number":1.50,"x_text":"\u0000'\"\\","x_tree":{"a":[null,true,{"ä":""}]}}""";
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(Json), out ClientMetadata? metadata, out _).Should().BeTrue();

        (await _registry.AddAsync(metadata!)).Failure.Should().BeNull();

        ClientMetadata found = (await FindAsync("a")).Metadata!;
        found.ToUtf8Json().Should().Equal(metadata!.ToUtf8Json());
        found.ClientName.Should().Be("Bänk 北京 𝄞");
        found.AdditionalMembers!["x_number"].GetRawText().Should().Be("1.50");
    }

    [Test]
    public async Task A_client_that_is_there_is_not_added_again()
    {
        await AddAsync("a", "first");

        ClientRegistryResult again = await _registry.AddAsync(Metadata with { ClientId = "a", ClientName = "second" });

        again.Failure.Should().Be(ClientRegistryFailureReason.AlreadyExists);
        (await FindAsync("a")).Metadata!.ClientName.Should().Be("first");
    }

    [Test]
    public async Task Ids_are_compared_octet_by_octet()
    {
        string[] ids = ["a", "A", "a ", " a", "aa", "a'", "a%", "a_", "https://client.example.org/a?b=c&d=%C3%A4"];
        foreach (string id in ids)
        {
            await AddAsync(id, $"name of {id}");
        }

        foreach (string id in ids)
        {
            (await FindAsync(id)).Metadata!.ClientName.Should().Be($"name of {id}");
        }
    }

    [Test]
    public async Task The_longest_id_is_added_and_a_longer_one_is_refused()
    {
        (await _registry.AddAsync(Metadata with { ClientId = new string('a', 255) })).Failure.Should().BeNull();

        ClientRegistryResult longer = await _registry.AddAsync(Metadata with { ClientId = new string('a', 256) });

        longer.Failure.Should().Be(ClientRegistryFailureReason.InvalidMetadata);
        longer.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.InvalidClientId);
        (await FindAsync(new string('a', 255))).Metadata.Should().NotBeNull();
    }

    [TestCase("ä")]
    [TestCase("a\0")]
    [TestCase("a\n")]
    [TestCase("\ud800")]
    [TestCase("\u007f")]
    public async Task An_id_of_foreign_characters_is_refused_and_never_found(string id)
    {
        await AddAsync("a", null);

        ClientRegistryResult added = await _registry.AddAsync(Metadata with { ClientId = id });

        added.Failure.Should().Be(ClientRegistryFailureReason.InvalidMetadata);
        (await _registry.FindAsync(id)).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await ((IClientMetadataStore)_store).FindAsync(id)).Should().BeNull();
        (await _registry.RemoveAsync(id, "1")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await _registry.ListAsync(id)).Exception.Should().BeNull();
    }

    [Test]
    public async Task An_id_of_any_length_is_looked_for()
    {
        string id = new('a', 1_000_000);

        (await _registry.FindAsync(id)).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await _registry.FindAsync(string.Empty)).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await ((IClientMetadataStore)_store).FindAsync(id)).Should().BeNull();
    }

    [Test]
    public async Task Metadata_that_the_validator_refuses_is_not_written()
    {
        await AddAsync("a", "first");
        ClientRecord record = await FindAsync("a");
        ClientMetadata invalid = Metadata with { TlsClientAuthSubjectDn = null };

        ClientRegistryResult added = await _registry.AddAsync(invalid with { ClientId = "b" });
        ClientRegistryResult replaced = await _registry.ReplaceAsync(record with { Metadata = invalid with { ClientId = "a" } });

        foreach (ClientRegistryResult result in (ClientRegistryResult[])[added, replaced])
        {
            result.Failure.Should().Be(ClientRegistryFailureReason.InvalidMetadata);
            result.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.MissingSubjectParameter);
        }

        (await _registry.FindAsync("b")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await FindAsync("a")).Version.Should().Be(record.Version);
    }

    [Test]
    public async Task Metadata_that_is_nested_too_deeply_or_too_long_is_refused()
    {
        ClientMetadata deep = With("x", $"{new string('[', 15)}{new string(']', 15)}");
        ClientMetadata @long = With("x", $"\"{new string('x', ClientJwkSet.DefaultMaximumLength)}\"");

        foreach (ClientMetadata metadata in (ClientMetadata[])[deep, @long])
        {
            ClientRegistryResult added = await _registry.AddAsync(metadata);
            added.Failure.Should().Be(ClientRegistryFailureReason.InvalidMetadata);
            added.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.MalformedMetadata);
        }

        static ClientMetadata With(string name, string json) => Metadata with
        {
            AdditionalMembers = new Dictionary<string, JsonElement> { [name] = JsonElement.Parse(Encoding.UTF8.GetBytes(json)) },
        };
    }

    [Test]
    public async Task Replacing_gives_a_new_version_and_the_old_one_is_a_conflict()
    {
        await AddAsync("a", "first");
        ClientRecord first = await FindAsync("a");

        ClientRegistryResult second = await RenameAsync(first, "second");
        ClientRegistryResult late = await RenameAsync(first, "late");
        ClientRegistryResult lateRemoval = await _registry.RemoveAsync("a", first.Version!);

        second.Failure.Should().BeNull();
        second.Record!.Version.Should().NotBe(first.Version);
        late.Failure.Should().Be(ClientRegistryFailureReason.Conflict);
        lateRemoval.Failure.Should().Be(ClientRegistryFailureReason.Conflict);
        ClientRecord found = await FindAsync("a");
        found.Metadata!.ClientName.Should().Be("second");
        found.Version.Should().Be(second.Record.Version);
        (await RenameAsync(second.Record, "third")).Failure.Should().BeNull();
    }

    [TestCase("nonsense")]
    [TestCase("")]
    public async Task A_version_that_nobody_gave_out_is_a_conflict(string version)
    {
        await AddAsync("a", null);

        (await _registry.RemoveAsync("a", version)).Failure.Should().Be(ClientRegistryFailureReason.Conflict);
        (await _registry.ReplaceAsync((await FindAsync("a")) with { Version = version })).Failure
            .Should().Be(ClientRegistryFailureReason.Conflict);
        (await _registry.ReplaceAsync((await FindAsync("a")) with { Version = null })).Failure
            .Should().Be(ClientRegistryFailureReason.Conflict);
    }

    [Test]
    public async Task A_client_that_is_removed_is_gone()
    {
        await AddAsync("a", "first");
        await AddAsync("b", null);
        ClientRecord record = await FindAsync("a");

        (await _registry.RemoveAsync("a", record.Version!)).Failure.Should().BeNull();

        (await _registry.FindAsync("a")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await ((IClientMetadataStore)_store).FindAsync("a")).Should().BeNull();
        (await RenameAsync(record, "late")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await _registry.RemoveAsync("a", record.Version!)).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await _registry.RemoveAsync("a", "nonsense")).Failure.Should().Be(ClientRegistryFailureReason.NotFound);
        (await FindAsync("b")).Metadata.Should().NotBeNull();
    }

    [Test]
    public async Task The_version_of_a_removed_client_is_not_that_of_its_successor()
    {
        await AddAsync("a", "first");
        ClientRecord record = await FindAsync("a");
        await _registry.RemoveAsync("a", record.Version!);
        await AddAsync("a", "second");

        (await RenameAsync(record, "late")).Failure.Should().Be(ClientRegistryFailureReason.Conflict);
        (await _registry.RemoveAsync("a", record.Version!)).Failure.Should().Be(ClientRegistryFailureReason.Conflict);
    }

    [Test]
    public async Task Metadata_of_another_client_does_not_replace()
    {
        await AddAsync("a", null);
        ClientRecord record = await FindAsync("a");

        ClientRegistryResult replaced = await _registry.ReplaceAsync(record with { Metadata = Metadata with { ClientId = "b" } });

        replaced.Failure.Should().Be(ClientRegistryFailureReason.InvalidMetadata);
        replaced.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.InvalidClientId);
        (await _registry.ReplaceAsync(record with { Metadata = null })).Failure.Should().Be(ClientRegistryFailureReason.InvalidMetadata);
    }

    [Test]
    public async Task The_hash_of_a_token_is_kept_beside_the_metadata()
    {
        await _registry.AddAsync(Metadata with { ClientId = "a" }, RegistrationAccessTokenHash.Of("secret"));
        ClientRecord added = await FindAsync("a");

        ClientRecord renamed = (await RenameAsync(added, "second")).Record!;
        ClientRecord found = await FindAsync("a");
        await _registry.ReplaceAsync(renamed with { RegistrationAccessTokenHash = null });
        ClientRecord without = await FindAsync("a");

        added.RegistrationAccessTokenHash!.Matches("secret").Should().BeTrue();
        added.RegistrationAccessTokenHash.Matches("Secret").Should().BeFalse();
        found.RegistrationAccessTokenHash!.Matches("secret").Should().BeTrue();
        without.RegistrationAccessTokenHash.Should().BeNull();
        found.Metadata!.AdditionalMembers.Should().BeNull();
        (await ((IClientMetadataStore)_store).FindAsync("a"))!.Metadata.AdditionalMembers.Should().BeNull();
    }

    [Test]
    public async Task Metadata_cannot_bring_a_hash_of_a_token()
    {
        string hash = System.Buffers.Text.Base64Url.EncodeToString(RegistrationAccessTokenHash.Of("mine").ToArray());
        ClientMetadata metadata = Metadata with
        {
            ClientId = "a",
            AdditionalMembers = new Dictionary<string, JsonElement>
            {
                ["registration_access_token_sha256"] = JsonElement.Parse(Encoding.UTF8.GetBytes($"\"{hash}\"")),
            },
        };

        (await _registry.AddAsync(metadata)).Failure.Should().BeNull();

        (await FindAsync("a")).RegistrationAccessTokenHash.Should().BeNull();
    }

    [Test]
    public async Task Of_several_that_add_a_client_one_does()
    {
        ClientRegistryResult[] results = await AllAtOnceAsync(
            writer => _registry.AddAsync(Metadata with { ClientId = "a", ClientName = $"{writer}" }));

        ClientRegistryResult done = results.Should().ContainSingle(static result => result.IsDone).Subject;
        results.Where(static result => !result.IsDone)
            .Should().OnlyContain(static result => result.Failure == ClientRegistryFailureReason.AlreadyExists);
        (await FindAsync("a")).Metadata!.ClientName.Should().Be(done.Record!.Metadata!.ClientName);
    }

    [Test]
    public async Task Of_several_that_replace_a_client_one_does()
    {
        await AddAsync("a", null);
        ClientRecord record = await FindAsync("a");

        ClientRegistryResult[] results = await AllAtOnceAsync(writer => RenameAsync(record, $"{writer}"));

        ClientRegistryResult done = results.Should().ContainSingle(static result => result.IsDone).Subject;
        results.Where(static result => !result.IsDone)
            .Should().OnlyContain(static result => result.Failure == ClientRegistryFailureReason.Conflict);
        (await FindAsync("a")).Metadata!.ClientName.Should().Be(done.Record!.Metadata!.ClientName);
    }

    [Test]
    public async Task Of_several_that_remove_a_client_one_does()
    {
        await AddAsync("a", null);
        ClientRecord record = await FindAsync("a");

        ClientRegistryResult[] results = await AllAtOnceAsync(_ => _registry.RemoveAsync("a", record.Version!));

        results.Should().ContainSingle(static result => result.IsDone);
        results.Where(static result => !result.IsDone)
            .Should().OnlyContain(static result => result.Failure == ClientRegistryFailureReason.NotFound);
    }

    [Test]
    public async Task No_change_of_several_writers_is_lost()
    {
        const int Changes = 5;
        await AddAsync("a", string.Empty);

        await AllAtOnceAsync(async writer =>
        {
            ClientRegistryResult own = await _registry.AddAsync(Metadata with { ClientId = $"own-{writer}" });
            for (int change = 0; change < Changes;)
            {
                ClientRecord record = await FindAsync("a");
                ClientRegistryResult renamed = await RenameAsync(record, $"{record.Metadata!.ClientName}{writer}");
                change += renamed.IsDone ? 1 : 0;
            }

            return own;
        });

        string name = (await FindAsync("a")).Metadata!.ClientName!;
        name.GroupBy(static writer => writer).Should().HaveCount(Writers)
            .And.OnlyContain(static changes => changes.Count() == Changes);
        (await _registry.ListAsync()).Records.Should().HaveCount(Writers + 1);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(14)]
    [TestCase(1000)]
    public async Task Pages_have_each_client_once_in_ordinal_order(int pageSize)
    {
        string[] ids = ["b", "B", "a", "A", "Z", "_", "~", "-1", "10", "9", "a.b", "a-b", "aB", "ab"];
        foreach (string id in ids)
        {
            await AddAsync(id, id);
        }

        List<ClientRecord> found = [];
        List<int> sizes = [];
        string? continuation = null;
        do
        {
            ClientRegistryPage page = await _registry.ListAsync(continuation, pageSize);
            page.Exception.Should().BeNull();
            found.AddRange(page.Records);
            sizes.Add(page.Records.Count);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        found.Select(static record => record.ClientId).Should().Equal(ids.Order(StringComparer.Ordinal));
        found.Should().OnlyContain(static record => record.Metadata!.ClientName == record.ClientId && record.Version != null);
        sizes.SkipLast(1).All(size => size == pageSize).Should().BeTrue();
        sizes.Last().Should().BeGreaterThan(0);
    }

    [Test]
    public async Task A_page_begins_after_an_id_that_is_not_there()
    {
        foreach (string id in (string[])["a", "c"])
        {
            await AddAsync(id, null);
        }

        (await _registry.ListAsync("b")).Records.Should().ContainSingle().Which.ClientId.Should().Be("c");
        (await _registry.ListAsync("c")).Records.Should().BeEmpty();
        (await _registry.ListAsync(string.Empty)).Records.Should().HaveCount(2);
        (await _registry.ListAsync(null, 0)).Records.Should().ContainSingle();
        (await _registry.ListAsync(null, int.MaxValue)).Records.Should().HaveCount(2);
    }

    [Test]
    public async Task A_page_has_what_was_changed_since_the_last()
    {
        await AddAsync("a", null);
        await _registry.ListAsync();
        await AddAsync("b", null);
        await _registry.RemoveAsync("a", (await FindAsync("a")).Version!);

        (await _registry.ListAsync()).Records.Should().ContainSingle().Which.ClientId.Should().Be("b");
    }

    /// <summary>Opens a store without clients, of its own for each test.</summary>
    protected abstract Task<IClientRecordStore> OpenEmptyAsync();

    private static string JsonOf(ClientRecord record) => Encoding.UTF8.GetString(record.Metadata!.ToUtf8Json());

    private static Task<ClientRegistryResult[]> AllAtOnceAsync(Func<int, ValueTask<ClientRegistryResult>> write) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () => await write(writer))));

    private async Task<ClientRecord> FindAsync(string id)
    {
        ClientRegistryResult found = await _registry.FindAsync(id);
        found.Failure.Should().BeNull();
        return found.Record!;
    }

    private async Task AddAsync(string id, string? name) =>
        (await _registry.AddAsync(Metadata with { ClientId = id, ClientName = name })).Failure.Should().BeNull();

    private ValueTask<ClientRegistryResult> RenameAsync(ClientRecord record, string name) =>
        _registry.ReplaceAsync(record with { Metadata = record.Metadata! with { ClientName = name } });

    private static async IAsyncEnumerable<ClientMetadata> ToAsync(IEnumerable<ClientMetadata> clients)
    {
        await Task.Yield();
        foreach (ClientMetadata client in clients)
        {
            yield return client;
        }
    }

    private sealed class ProgressList(List<ClientImportProgress> list) : IProgress<ClientImportProgress>
    {
        public void Report(ClientImportProgress value) => list.Add(value);
    }
}
