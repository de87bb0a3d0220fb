using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Files;

/// <summary>What a registry does to the files themselves.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JsonFileClientRecordTests : IDisposable
{
    private const string Method = "\"token_endpoint_auth_method\":\"tls_client_auth\",\"tls_client_auth_subject_dn\":\"CN=c,O=Example,C=DE\"";

    private static readonly ClientRegistryOptions Options = new()
    {
        Validation = new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
    };

    private static readonly ClientMetadata Metadata = new()
    {
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=c,O=Example,C=DE",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly List<JsonFileClientMetadataStore> _stores = [];

    public void Dispose()
    {
        _stores.ForEach(static store => store.Dispose());
        _folder.Dispose();
    }

    [Test]
    public async Task Other_clients_and_members_that_are_not_understood_stay()
    {
        string file = _folder.Write(
            "c.json",
            $$"""[{"client_id":"a",{{Method}},"x":1.50},{"client_id":"b",{{Method}},"y":{"z":[null]} },{"client_id":"c","w":1}]""");
        ClientRegistry registry = Open(file);

        ClientRecord record = (await registry.FindAsync("b")).Record!;
        await registry.ReplaceAsync(record with { Metadata = record.Metadata! with { ClientName = "B" } });
        await registry.RemoveAsync("c", (await registry.FindAsync("c")).Record!.Version!);

        JsonArray written = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray();
        written.Select(static client => (string)client!["client_id"]!).Should().Equal("a", "b");
        written[0]!["x"]!.ToJsonString().Should().Be("1.50");
        written[1]!["y"]!.ToJsonString().Should().Be("""{"z":[null]}""");
        ((string)written[1]!["client_name"]!).Should().Be("B");
    }

    [Test]
    public async Task What_somebody_else_edited_is_a_conflict_and_what_he_added_is_found()
    {
        string file = _folder.Write("c.json", $$"""[{"client_id":"a",{{Method}}}]""");
        ClientRegistry registry = Open(file, TimeSpan.FromDays(1));
        ClientRecord record = (await registry.FindAsync("a")).Record!;
        _folder.Write("c.json", $$"""[{"client_id":"b",{{Method}}},{"client_id":"a","client_name":"edited",{{Method}}}]""");

        ClientRegistryResult replaced = await registry.ReplaceAsync(record with { Metadata = record.Metadata! with { ClientName = "x" } });

        replaced.Failure.Should().Be(ClientRegistryFailureReason.Conflict);
        (await registry.FindAsync("a")).Record!.Metadata!.ClientName.Should().Be("edited");
        (await registry.AddAsync(Metadata with { ClientId = "b" })).Failure.Should().Be(ClientRegistryFailureReason.AlreadyExists);
        (await registry.ListAsync()).Records.Should().HaveCount(2);
    }

    [Test]
    public async Task An_edit_that_is_found_by_the_registry_needs_no_interval([Values] bool isListed)
    {
        string file = _folder.Write("c.json", "[]");
        ClientRegistry registry = Open(file, TimeSpan.FromDays(1));
        _folder.Write("c.json", $$"""[{"client_id":"a",{{Method}}}]""");

        bool isFound = isListed ? (await registry.ListAsync()).Records.Count == 1 : (await registry.FindAsync("a")).IsDone;

        isFound.Should().BeTrue();
    }

    [Test]
    public async Task What_is_written_counts_at_once_for_those_who_authenticate()
    {
        string file = _folder.Write("c.json", "[]");
        ClientRegistry registry = Open(file, TimeSpan.FromDays(1));
        JsonFileClientMetadataStore store = _stores[0];

        ClientRecord added = (await registry.AddAsync(Metadata with { ClientId = "a" })).Record!;
        bool isAdded = await store.FindAsync("a") is not null;
        ClientRecord replaced = (await registry.ReplaceAsync(added with { Metadata = added.Metadata! with { ClientName = "A" } })).Record!;
        string? name = (await store.FindAsync("a"))?.Metadata.ClientName;
        await registry.RemoveAsync("a", replaced.Version!);

        (isAdded, name, store.ClientCount).Should().Be((true, "A", 0));
    }

    [Test]
    public async Task Files_that_cannot_be_read_are_not_overwritten()
    {
        string file = _folder.Write("c.json", $$"""[{"client_id":"a",{{Method}}}]""");
        ClientRegistry registry = Open(file);
        _folder.Write("c.json", "[{");

        ClientRegistryResult added = await registry.AddAsync(Metadata with { ClientId = "b" });

        added.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        added.Exception.Should().BeOfType<ClientMetadataFileException>();
        (await File.ReadAllTextAsync(file)).Should().Be("[{");
        (await registry.FindAsync("a")).Failure.Should().BeNull("the last good state is in force");
    }

    [Test]
    public async Task What_the_store_refuses_is_not_written()
    {
        string file = _folder.Write("c.json", "[]");
        JsonFileClientMetadataStoreOptions options = new()
        {
            Check = static clients => clients.Count > 1 ? new ClientMetadataError("$", "One is enough.") : null,
        };
        ClientRegistry registry = Open(file, options);

        (await registry.AddAsync(Metadata with { ClientId = "a" })).Failure.Should().BeNull();
        ClientRegistryResult second = await registry.AddAsync(Metadata with { ClientId = "b" });

        second.Failure.Should().Be(ClientRegistryFailureReason.Unavailable);
        second.Exception!.Message.Should().Contain("One is enough.");
        ClientMetadataFile.Read(file).Should().ContainSingle();
        Directory.GetFiles(_folder.Path).Should().BeEquivalentTo(file, file + ".lock");
    }

    [Test]
    public async Task A_folder_gets_a_file_for_each_client_and_loses_it_with_the_client()
    {
        string array = _folder.Write("array.json", $$"""[{"client_id":"a",{{Method}}},{"client_id":"b",{{Method}}}]""");
        string single = _folder.Write("single.json", $$"""{"client_id":"c",{{Method}}}""");
        ClientRegistry registry = Open(_folder.Path);

        await registry.AddAsync(Metadata with { ClientId = "../d" });
        await RemoveAsync(registry, "a");
        await RemoveAsync(registry, "c");

        ClientMetadataFile.Read(array).Should().ContainSingle().Which.ClientId.Should().Be("b");
        File.Exists(single).Should().BeFalse();
        string[] files = Directory.GetFiles(_folder.Path, "*.json");
        files.Should().HaveCount(2);
        ClientMetadataFile.Read(files.Single(file => file != array)).Should().ContainSingle().Which.ClientId.Should().Be("../d");
    }

    [Test]
    public async Task The_last_client_of_a_file_leaves_it_empty()
    {
        string file = _folder.Write("c.json", $$"""{"client_id":"a",{{Method}}}""");
        ClientRegistry registry = Open(file);

        await RemoveAsync(registry, "a");

        ClientMetadataFile.Read(file).Should().BeEmpty();
    }

    [Test]
    public async Task Stores_of_several_processes_lose_nothing_of_one_another()
    {
        const int Clients = 10;
        string file = _folder.Write("c.json", "[]");
        ClientRegistry[] registries = [Open(file), Open(file), Open(file)];

        await Task.WhenAll(registries.Select((registry, index) => Task.Run(async () =>
        {
            for (int client = 0; client < Clients; client++)
            {
                (await registry.AddAsync(Metadata with { ClientId = $"{index}-{client}" })).Failure.Should().BeNull();
            }
        })));

        ClientMetadataFile.Read(file).Should().HaveCount(registries.Length * Clients);
    }

    [Test]
    public async Task Whoever_waits_for_another_process_can_be_cancelled()
    {
        string file = _folder.Write("c.json", "[]");
        ClientRegistry registry = Open(file);
        await using FileStream other = new(file + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using CancellationTokenSource caller = new();

        ValueTask<ClientRegistryResult> adding = registry.AddAsync(Metadata, null, caller.Token);
        await caller.CancelAsync();

        await FluentActions.Awaiting(() => adding.AsTask()).Should().ThrowAsync<OperationCanceledException>();
        ClientMetadataFile.Read(file).Should().BeEmpty();
    }

    [Test]
    public async Task Whoever_waits_for_another_process_gives_up_within_five_seconds()
    {
        EagerClock clock = new();
        string file = _folder.Write("c.json", "[]");
        ClientRegistry registry = Open(file, new JsonFileClientMetadataStoreOptions { ReloadInterval = TimeSpan.Zero }, clock);
        await using FileStream other = new(file + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));

        ClientRegistryResult added = await registry.AddAsync(Metadata, null, patience.Token);

        added.Exception.Should().BeAssignableTo<IOException>();
        clock.Waited.Should().BeGreaterThan(TimeSpan.FromSeconds(4)).And.BeLessThan(TimeSpan.FromSeconds(5));
        ClientMetadataFile.Read(file).Should().BeEmpty();
    }

    [Test]
    public async Task Nobody_waits_where_no_other_process_is_in_the_way()
    {
        EagerClock clock = new();
        Directory.CreateDirectory(_folder["gone"]);
        string file = _folder.Write("gone/c.json", "[]");
        ClientRegistry registry = Open(file, new JsonFileClientMetadataStoreOptions { ReloadInterval = TimeSpan.Zero }, clock);
        Directory.Delete(_folder["gone"], recursive: true);

        ClientRegistryResult added = await registry.AddAsync(Metadata);

        added.Exception.Should().BeAssignableTo<IOException>();
        clock.TimerCount.Should().Be(0);
    }

    [Test]
    public async Task Nothing_is_written_beside_a_folder()
    {
        string folder = Directory.CreateDirectory(_folder["clients"]).FullName;

        await Open(folder).AddAsync(Metadata);

        Directory.GetFileSystemEntries(_folder.Path).Should().Equal(folder);
        Directory.GetFiles(folder).Should().HaveCount(2).And.Contain(Path.Combine(folder, ".lock"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task A_file_goes_on_being_read_by_those_who_could_before()
    {
        string file = _folder.Write("c.json", "[]");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await Open(file).AddAsync(Metadata);

        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Test]
    public async Task A_link_stays_one([Values] bool leadsToAnother)
    {
        string file = _folder.Write("c.json.1", "[]");
        string link = _folder["c.json"];
        string target = leadsToAnother ? File.CreateSymbolicLink(_folder["current"], file).FullName : file;
        File.CreateSymbolicLink(link, target);

        (await Open(link).AddAsync(Metadata)).Failure.Should().BeNull();

        new FileInfo(link).LinkTarget.Should().Be(target);
        ClientMetadataFile.Read(file).Should().ContainSingle();
    }

    [Test]
    public async Task The_hash_of_a_token_stands_in_the_file_and_outlives_the_store()
    {
        string file = _folder.Write("c.json", "[]");
        await Open(file).AddAsync(Metadata with { ClientId = "a" }, RegistrationAccessTokenHash.Of("secret"));

        (await Open(file).FindAsync("a")).Record!.RegistrationAccessTokenHash!.Matches("secret").Should().BeTrue();
        ClientMetadataFile.Write(file, ClientMetadataFile.Read(file));
        (await Open(file).FindAsync("a")).Record!.RegistrationAccessTokenHash.Should().NotBeNull();
        (await File.ReadAllTextAsync(file)).Should().Contain("registration_access_token_sha256").And.NotContain("secret");
    }

    [Test]
    public async Task The_hash_of_a_token_takes_no_other_member_away()
    {
        string file = _folder.Write("c.json", $$"""[{"client_id":"a",{{Method}},"x":1.50}]""");
        ClientRegistry registry = Open(file);
        ClientRecord record = (await registry.FindAsync("a")).Record!;

        await registry.ReplaceAsync(record with { RegistrationAccessTokenHash = RegistrationAccessTokenHash.Of("secret") });

        ClientRecord found = (await registry.FindAsync("a")).Record!;
        found.RegistrationAccessTokenHash.Should().NotBeNull();
        found.Metadata!.AdditionalMembers!["x"].GetRawText().Should().Be("1.50");
    }

    [TestCase("5")]
    [TestCase("\"\"")]
    [TestCase("\"AAAA\"")]
    [TestCase("\"+\"")]
    public void A_hash_that_is_none_is_named(string value)
    {
        string file = _folder.Write("c.json", $$"""[{"client_id":"a","registration_access_token_sha256":{{value}}}]""");

        ClientMetadataError error = FluentActions.Invoking(() => ClientMetadataFile.Read(file))
            .Should().Throw<ClientMetadataFileException>().Which.Error;

        error.Path.Should().Be("$[0].registration_access_token_sha256");
        error.Description.Should().Be("The value is not a SHA-256 hash in base64url.");
        error.ClientId.Should().Be("a");
    }

    private static async Task RemoveAsync(ClientRegistry registry, string clientId) =>
        (await registry.RemoveAsync(clientId, (await registry.FindAsync(clientId)).Record!.Version!)).Failure.Should().BeNull();

    private ClientRegistry Open(string path, TimeSpan interval = default) =>
        Open(path, new JsonFileClientMetadataStoreOptions { ReloadInterval = interval });

    private ClientRegistry Open(string path, JsonFileClientMetadataStoreOptions options, TimeProvider? clock = null)
    {
        JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(path, options, clock);
        _stores.Add(store);
        return new ClientRegistry(store, Options);
    }
}
