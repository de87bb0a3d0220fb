using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Registration;
using MtlsAuth.Tests.KeySets;

namespace MtlsAuth.Tests.Registration;

/// <summary>What clients ask for themselves (RFC 7591, RFC 7592), over a store in memory.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientRegistrationManagementTests
{
    private const string Address = "https://as.example.com/register/c";

    private static readonly ClientRegistrationValidatorOptions Validation = new()
    {
        EnabledMethods = Validating.AllMethods,
        OtherMethods = ["client_secret_basic"],
        ServerMembers = ["x_tier"],
    };

    private readonly InMemoryClientMetadataStore _store = new();
    private readonly ClientRegistry _registry;
    private readonly ClientRegistrationManagement _management;

    public ClientRegistrationManagementTests()
    {
        _registry = new ClientRegistry(_store, new ClientRegistryOptions { Validation = Validation });
        _management = new ClientRegistrationManagement(_registry, Validation);
    }

    [Test]
    public async Task A_registered_client_reads_itself_with_its_token()
    {
        ClientRegistrationResponse registered = await _management.RegisterAsync(Body().With("client_name", "first").ToUtf8());

        registered.Error.Should().BeNull();
        registered.StatusCode.Should().Be(201);
        JsonObject answer = Read(registered);
        string clientId = (string)answer["client_id"]!;
        string token = (string)answer["registration_access_token"]!;
        token.Should().HaveLength(43);
        ((string)answer["registration_client_uri"]!).Should().Be(Address);
        ((string)answer["client_name"]!).Should().Be("first");

        ClientRegistrationResponse read = await _management.ReadAsync(clientId, token);

        read.StatusCode.Should().Be(200);
        read.ToUtf8Json(Address).Should().Equal(registered.ToUtf8Json(Address));
        ClientRecord record = (await _registry.FindAsync(clientId)).Record!;
        Encoding.UTF8.GetString(record.Metadata!.ToUtf8Json()).Should().NotContain("registration_").And.NotContain(token);
    }

    [Test]
    public async Task Each_client_has_a_token_of_its_own()
    {
        (string first, string firstToken) = await RegisterAsync();
        (string second, string secondToken) = await RegisterAsync();

        (await _management.ReadAsync(first, secondToken)).StatusCode.Should().Be(401);
        (await _management.ReadAsync(second, firstToken)).StatusCode.Should().Be(401);
    }

    [Test]
    public async Task A_response_for_clients_that_do_not_manage_themselves_has_no_token()
    {
        ClientRegistrationResponse registered = await _management.RegisterAsync(Body().ToUtf8());

        JsonNode.Parse(registered.ToUtf8Json(null))!.AsObject().Select(static member => member.Key)
            .Should().BeEquivalentTo("client_id", "token_endpoint_auth_method", "jwks");
    }

    [Test]
    public async Task An_unknown_client_one_without_token_and_a_wrong_token_get_the_same_answer()
    {
        (string clientId, string token) = await RegisterAsync();
        await _registry.AddAsync(Metadata() with { ClientId = "by-hand" });
        byte[] body = Body().With("client_id", clientId).ToUtf8();

        ClientRegistrationResponse[] responses =
        [
            await _management.ReadAsync("unknown", token),
            await _management.ReadAsync("by-hand", token),
            await _management.ReadAsync("by-hand", string.Empty),
            await _management.ReadAsync("\0", token),
            await _management.ReadAsync(clientId, token + "x"),
            await _management.ReadAsync(clientId, string.Empty),
            await _management.ReadAsync(clientId, null),
            await _management.ReadAsync(clientId, new string('x', 1_000_000)),
            await _management.UpdateAsync(clientId, "wrong", body),
            await _management.UpdateAsync(clientId, "wrong", Encoding.UTF8.GetBytes("{")),
            await _management.UpdateAsync("unknown", token, body),
            await _management.DeleteAsync(clientId, "wrong"),
            await _management.DeleteAsync("unknown", token),
        ];

        responses.Select(static response => (response.StatusCode, response.Error!.Error, response.Error.ErrorDescription, response.Metadata))
            .Distinct().Should().Equal((401, "invalid_token", "The registration access token is not valid", null));
        (await _management.ReadAsync(clientId, token)).StatusCode.Should().Be(200);
    }

    [Test]
    public async Task An_update_replaces_what_the_client_registered()
    {
        (string clientId, string token) = await RegisterAsync(Body().With("client_name", "first").With("software_id", "s"));

        ClientRegistrationResponse updated = await _management.UpdateAsync(
            clientId, token, Body().With("client_id", clientId).With("client_name", "second").ToUtf8());

        updated.StatusCode.Should().Be(200);
        JsonObject answer = Read(updated);
        ((string)answer["client_name"]!).Should().Be("second");
        ((string)answer["registration_access_token"]!).Should().Be(token);
        answer.Should().NotContainKey("software_id");
        ClientMetadata stored = (await _store.FindAsync(clientId))!.Metadata;
        (stored.ClientName, stored.AdditionalMembers).Should().Be(("second", null));
        Read(await _management.ReadAsync(clientId, token)).ToJsonString().Should().Be(answer.ToJsonString());
    }

    [Test]
    public async Task An_update_brings_members_that_nobody_knows_here()
    {
        (string clientId, string token) = await RegisterAsync();

        ClientRegistrationResponse updated = await _management.UpdateAsync(
            clientId, token, Body().With("client_id", clientId).With("software_id", "s").ToUtf8());

        ((string)Read(updated)["software_id"]!).Should().Be("s");
        (await _store.FindAsync(clientId))!.Metadata.AdditionalMembers!["software_id"].GetString().Should().Be("s");
    }

    // Also where the hash is that of such a text: no token is too short to be one, and none is hashed that is too long to be one.
    [TestCase(0, 401)]
    [TestCase(1, 200)]
    [TestCase(512, 200)]
    [TestCase(513, 401)]
    public async Task A_token_has_from_1_to_512_characters(int length, int statusCode)
    {
        string token = new('t', length);
        await _registry.AddAsync(Metadata() with { ClientId = "a" }, RegistrationAccessTokenHash.Of(token));

        (await _management.ReadAsync("a", token)).StatusCode.Should().Be(statusCode);
    }

    [Test]
    public async Task What_a_client_reads_it_can_send_back()
    {
        (string clientId, string token) = await RegisterAsync();
        await ChangeAsync(clientId, static metadata => metadata with { SelfSignedMatching = SelfSignedMatching.PublicKey });

        // RFC 7592 §2.2: without these.
        JsonObject read = Read(await _management.ReadAsync(clientId, token))
            .Without("registration_access_token").Without("registration_client_uri");

        (await _management.UpdateAsync(clientId, token, read.ToUtf8())).StatusCode.Should().Be(200);
    }

    [Test]
    public async Task An_update_changes_nothing_that_only_the_server_decides()
    {
        (string clientId, string token) = await RegisterAsync(
            Body().With("x_tier", "gold").With("registration_access_token_sha256", "x").With("client_secret", "mine"));
        (await _store.FindAsync(clientId))!.Metadata.AdditionalMembers.Should().BeNull();
        await ChangeAsync(clientId, static metadata => metadata with
        {
            SelfSignedMatching = SelfSignedMatching.PublicKey,
            AdditionalMembers = new Dictionary<string, JsonElement>
            {
                ["x_tier"] = JsonElement.Parse("\"silver\""u8),
                ["client_id_issued_at"] = JsonElement.Parse("5"u8),
                ["client_secret"] = JsonElement.Parse("\"secret\""u8),
            },
        });
        JsonObject body = Body().With("client_id", clientId).With("x_tier", "gold").With("client_id_issued_at", 6)
            .With("registration_access_token", "mine").With("registration_access_token_sha256", "mine");

        ClientRegistrationResponse updated = await _management.UpdateAsync(clientId, token, body.ToUtf8());

        updated.StatusCode.Should().Be(200);
        updated.Findings.Should().Contain(static finding => finding.Member == "x_tier");
        JsonObject answer = Read(updated);
        answer.Should().NotContainKey("x_tier").And.NotContainKey("self_signed_tls_client_auth_matching");
        ((string)answer["client_secret"]!).Should().Be("secret");
        ClientMetadata metadata = (await _store.FindAsync(clientId))!.Metadata;
        metadata.SelfSignedMatching.Should().Be(SelfSignedMatching.PublicKey);
        metadata.AdditionalMembers!.Select(static member => (member.Key, member.Value.ToString()))
            .Should().BeEquivalentTo([("x_tier", "silver"), ("client_id_issued_at", "5"), ("client_secret", "secret")]);
        (await _management.ReadAsync(clientId, token)).StatusCode.Should().Be(200);
        (await _management.ReadAsync(clientId, "mine")).StatusCode.Should().Be(401);
    }

    [TestCase("client_id", "\"other\"", "$.client_id: An update needs the id")]
    [TestCase("client_id", "null", "$.client_id: An update needs the id")]
    [TestCase("client_secret", "\"other\"", "$.client_secret: The server decides")]
    [TestCase("self_signed_tls_client_auth_matching", "\"public_key\"", "$.self_signed_tls_client_auth_matching")]
    [TestCase("token_endpoint_auth_method", "\"private_key_jwt\"", "$.token_endpoint_auth_method")]
    [TestCase("jwks", "5", "$.jwks")]
    public async Task An_update_that_is_refused_changes_nothing(string member, string value, string beginning)
    {
        (string clientId, string token) = await RegisterAsync();
        string? version = (await _registry.FindAsync(clientId)).Record!.Version;

        ClientRegistrationResponse updated = await _management.UpdateAsync(
            clientId, token, Body().With("client_id", clientId).With(member, JsonNode.Parse(value)).ToUtf8());

        updated.StatusCode.Should().Be(400);
        updated.Error!.Error.Should().Be("invalid_client_metadata");
        updated.Error.ErrorDescription.Should().StartWith(beginning);
        updated.Findings.Should().NotBeEmpty();
        (await _registry.FindAsync(clientId)).Record!.Version.Should().Be(version);
    }

    [Test]
    public async Task A_client_may_send_the_secret_that_it_has()
    {
        (string clientId, string token) = await RegisterAsync();
        await ChangeAsync(clientId, static metadata => metadata with
        {
            AdditionalMembers = new Dictionary<string, JsonElement> { ["client_secret"] = JsonElement.Parse("\"secret\""u8) },
        });

        (await _management.UpdateAsync(clientId, token, Body().With("client_id", clientId).With("client_secret", "secret").ToUtf8()))
            .StatusCode.Should().Be(200);
        (await _management.UpdateAsync(clientId, token, Body().With("client_id", clientId).With("client_secret", "Secret").ToUtf8()))
            .StatusCode.Should().Be(400);
    }

    [Test]
    public async Task A_client_that_deletes_itself_is_gone_with_its_token()
    {
        (string clientId, string token) = await RegisterAsync();

        ClientRegistrationResponse deleted = await _management.DeleteAsync(clientId, token);

        (deleted.StatusCode, deleted.Error, deleted.Metadata).Should().Be((204, null, null));
        FluentActions.Invoking(() => deleted.ToUtf8Json(Address)).Should().Throw<InvalidOperationException>();
        (await _store.FindAsync(clientId)).Should().BeNull();
        (await _management.ReadAsync(clientId, token)).StatusCode.Should().Be(401);
        (await _management.DeleteAsync(clientId, token)).StatusCode.Should().Be(401);
    }

    [Test]
    public async Task A_registration_that_is_refused_adds_nothing()
    {
        ClientRegistrationResponse refused = await _management.RegisterAsync(Body().Without("jwks").ToUtf8());

        refused.StatusCode.Should().Be(400);
        refused.Error!.Error.Should().Be("invalid_client_metadata");
        _store.ClientCount.Should().Be(0);
    }

    [Test]
    public async Task What_the_registry_refuses_is_the_clients_fault_as_well()
    {
        ClientRegistry strict = new(_store, new ClientRegistryOptions
        {
            Validation = new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
        });

        ClientRegistrationResponse refused = await new ClientRegistrationManagement(strict, Validation).RegisterAsync(Body().ToUtf8());

        refused.StatusCode.Should().Be(400);
        refused.Error!.ErrorDescription.Should().StartWith("$.token_endpoint_auth_method");
        refused.Findings.Should().Contain(static finding => finding.Kind == ClientRegistrationFindingKind.MethodNotSupported);
    }

    [Test]
    public async Task A_store_that_cannot_be_reached_is_nobodys_fault()
    {
        TimeoutException exception = new();
        ClientRegistry broken = new(
            new RecordStoreStub { Find = () => throw exception, Write = () => throw exception },
            new ClientRegistryOptions { Validation = Validation });
        ClientRegistrationManagement management = new(broken, Validation);

        ClientRegistrationResponse[] responses =
        [
            await management.RegisterAsync(Body().ToUtf8()),
            await management.ReadAsync("a", "token"),
            await management.UpdateAsync("a", "token", Body().ToUtf8()),
            await management.DeleteAsync("a", "token"),
        ];

        responses.Should().OnlyContain(response => response.StatusCode == 503 && response.Exception == exception);
        responses.Select(static response => (response.Error!.Error, response.Error.ErrorDescription)).Distinct()
            .Should().Equal(("temporarily_unavailable", "The server cannot reach its clients at the moment"));
    }

    [TestCase(ClientRecordOutcome.Conflict, 1, 200)]
    [TestCase(ClientRecordOutcome.NotFound, 1, 200)]
    [TestCase(ClientRecordOutcome.Conflict, 4, 200)]
    [TestCase(ClientRecordOutcome.Conflict, 5, 503)]
    [TestCase(ClientRecordOutcome.Conflict, int.MaxValue, 503)]
    public async Task Somebody_who_was_faster_is_waited_out_four_times(ClientRecordOutcome outcome, int times, int statusCode)
    {
        int writes = 0;
        ClientRecord record = new()
        {
            ClientId = "a",
            Metadata = Metadata() with { ClientId = "a" },
            Version = "1",
            RegistrationAccessTokenHash = RegistrationAccessTokenHash.Of("token"),
        };
        RecordStoreStub store = new()
        {
            Find = () => record,
            Write = () => new ClientRecordWrite(writes++ < times ? outcome : ClientRecordOutcome.Done, "2"),
        };
        ClientRegistrationManagement management = new(
            new ClientRegistry(store, new ClientRegistryOptions { Validation = Validation }), Validation);

        ClientRegistrationResponse updated = await management.UpdateAsync("a", "token", Body().With("client_id", "a").ToUtf8());
        writes = 0;
        ClientRegistrationResponse deleted = await management.DeleteAsync("a", "token");

        updated.StatusCode.Should().Be(statusCode);
        deleted.StatusCode.Should().Be(statusCode == 200 ? 204 : statusCode);
    }

    [Test]
    public async Task A_store_that_breaks_between_reading_and_writing_is_said()
    {
        (string clientId, string token) = await RegisterAsync();
        ClientRecord record = (await _registry.FindAsync(clientId)).Record!;
        ClientRegistrationManagement management = new(
            new ClientRegistry(
                new RecordStoreStub { Find = () => record, Write = static () => throw new TimeoutException() },
                new ClientRegistryOptions { Validation = Validation }),
            Validation);

        ClientRegistrationResponse[] responses =
        [
            await management.UpdateAsync(clientId, token, Body().With("client_id", clientId).ToUtf8()),
            await management.DeleteAsync(clientId, token),
        ];

        responses.Should().OnlyContain(static response => response.StatusCode == 503 && response.Exception is TimeoutException);
    }

    [Test]
    public async Task What_an_import_brought_of_another_servers_management_is_not_answered()
    {
        await _registry.AddAsync(
            Metadata() with
            {
                ClientId = "a",
                AdditionalMembers = new Dictionary<string, JsonElement>
                {
                    ["registration_access_token"] = JsonElement.Parse("\"old\""u8),
                    ["registration_client_uri"] = JsonElement.Parse("\"https://old.example.com/a\""u8),
                },
            },
            RegistrationAccessTokenHash.Of("token"));

        JsonObject answer = Read(await _management.ReadAsync("a", "token"));

        ((string)answer["registration_access_token"]!).Should().Be("token");
        ((string)answer["registration_client_uri"]!).Should().Be(Address);
    }

    [Test]
    public void Null_is_refused() =>
        FluentActions.Invoking(() => new ClientRegistrationManagement(null!)).Should().Throw<ArgumentNullException>();

    private static JsonObject Body() => Validating.SelfSigned(TestJwks.WithX5c);

    private static ClientMetadata Metadata() =>
        ClientMetadata.TryParse(Body().ToUtf8(), out ClientMetadata? metadata, out _) ? metadata : throw new InvalidOperationException();

    // As strict as a client's reader may be: no member twice.
    private static JsonObject Read(ClientRegistrationResponse response) =>
        JsonNode.Parse(response.ToUtf8Json(Address), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!
            .AsObject();

    private async Task<(string ClientId, string Token)> RegisterAsync(JsonObject? body = null)
    {
        JsonObject answer = Read(await _management.RegisterAsync((body ?? Body()).ToUtf8()));
        return ((string)answer["client_id"]!, (string)answer["registration_access_token"]!);
    }

    private async Task ChangeAsync(string clientId, Func<ClientMetadata, ClientMetadata> change)
    {
        ClientRecord record = (await _registry.FindAsync(clientId)).Record!;
        (await _registry.ReplaceAsync(record with { Metadata = change(record.Metadata!) })).Failure.Should().BeNull();
    }
}
