using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientFileTests : IDisposable
{
    private const string Subject = "\"tls_client_auth_subject_dn\":\"CN=a\"";

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProvider> _providers = [];

    public void Dispose()
    {
        _providers.ForEach(provider => provider.Dispose());
        _folder.Dispose();
    }

    [Test]
    public void A_relative_path_begins_at_the_content_root()
    {
        _folder.Write("clients.json", """[{"client_id":"a"}]""");

        Open("clients.json").Store.ClientCount.Should().Be(1);
    }

    [Test]
    public void The_start_is_logged_with_counts()
    {
        const string Keys = """{"keys":[{},{}]}""";
        string file = _folder.Write(
            "clients.json",
            $$"""[{"client_id":"a","token_endpoint_auth_method":"tls_client_auth",{{Subject}},"jwks":{{Keys}}},{"client_id":"b"}]""");

        Open(file).Logs.Should().ContainSingle(entry => entry.Id.Id == 9).Which.Message
            .Should().Be($"Clients loaded from {file}: 2 clients, 2 keys of them skipped, 2 findings");
    }

    [TestCase("\"token_endpoint_auth_method\":\"pub_key_tls_client_auht\"", LogLevel.Error, "$[1].token_endpoint_auth_method")]
    [TestCase("\"token_endpoint_auth_method\":\"tls_client_auth\"", LogLevel.Error, "$[1].token_endpoint_auth_method")]
    [TestCase("\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"", LogLevel.Error, "$[1].token_endpoint_auth_method")]
    [TestCase("\"tls_client_certificate_bound_acces_tokens\":true", LogLevel.Warning, "$[1].tls_client_certificate_bound_acces_tokens")]
    [TestCase("\"jwks\":{\"keys\":[{\"kty\":\"EC\"}]}", LogLevel.Warning, "$[1].jwks.keys[0].crv")]
    [TestCase(Subject, LogLevel.Error, "$[1].tls_client_auth_subject_dn")]
    public void What_is_wrong_with_a_client_is_logged_with_its_place(string member, LogLevel level, string place)
    {
        string file = _folder.Write("clients.json", $$"""[{"client_id":"good"},{"client_id":"bad",{{member}}}]""");

        (JsonFileClientMetadataStore store, IReadOnlyList<FakeLogRecord> logs) = Open(file);

        FakeLogRecord finding = logs.Should().ContainSingle(entry => entry.Id.Id == 11 || entry.Id.Id == 12).Subject;
        (finding.Level, finding.Id.Id).Should().Be((level, level == LogLevel.Error ? 12 : 11));
        finding.Message.Should().StartWith($"Client bad in {file}, {place}: ");
        store.ClientCount.Should().Be(2);
    }

    [TestCase("client_secret_basic")]
    [TestCase("client_secret_post")]
    [TestCase("client_secret_jwt")]
    [TestCase("private_key_jwt")]
    [TestCase("none")]
    public void Clients_of_other_methods_are_none_to_log(string method)
    {
        string file = _folder.Write(
            "clients.json",
            $$"""{"client_id":"a","token_endpoint_auth_method":"{{method}}","client_secret":"s3cret","tls_client_auth_subject_dn":""}""");

        Open(file).Logs.Should().OnlyContain(entry => entry.Id.Id == 9).And.OnlyContain(entry => !entry.Message.Contains("s3cret"));
    }

    [Test]
    public void A_jwks_uri_is_wrong_without_a_source()
    {
        string file = _folder.Write(
            "clients.json",
            """{"client_id":"a","token_endpoint_auth_method":"pub_key_tls_client_auth","jwks_uri":"https://client.example/jwks"}""");

        bool IsWrong(Action<IServiceCollection>? configure) => Open(file, configure: configure).Logs.Any(entry => entry.Id.Id == 12);

        IsWrong(null).Should().BeTrue();
        IsWrong(services => services.AddSingleton<IClientJwkSetSource>(_ => throw new InvalidOperationException())).Should().BeFalse();
    }

    [Test]
    public void Findings_are_logged_in_bounded_number()
    {
        string clients = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{"client_id":"{{i}}",{{Subject}}}"""));

        IReadOnlyList<FakeLogRecord> logs = Open(_folder.Write("clients.json", $"[{clients}]")).Logs;

        logs.Count(entry => entry.Id.Id == 12).Should().Be(100);
        logs.Single(entry => entry.Id.Id == 9).GetStructuredStateValue("FindingCount").Should().Be("150");
    }

    [Test]
    public void What_is_understood_under_a_name_of_drafts_is_no_finding()
    {
        string file = _folder.Write("clients.json", """{"client_id":"a","mutual_tls_sender_constrained_access_tokens":true}""");

        Open(file).Logs.Should().ContainSingle().Which.GetStructuredStateValue("FindingCount").Should().Be("0");
    }

    [Test]
    public void A_setting_refuses_the_start_for_an_error()
    {
        string file = _folder.Write("clients.json", $$"""[{"client_id":"good"},{"client_id":"bad",{{Subject}}}]""");

        FluentActions.Invoking(() => Open(file, refuse: true))
            .Should().Throw<ClientMetadataFileException>().WithMessage($"{file}, client bad, $[1].tls_client_auth_subject_dn: *");
    }

    [Test]
    public void The_setting_refuses_the_start_for_the_first_of_several_errors()
    {
        string file = _folder.Write("clients.json", $$"""[{"client_id":"first",{{Subject}}},{"client_id":"second",{{Subject}}}]""");

        FluentActions.Invoking(() => Open(file, refuse: true))
            .Should().Throw<ClientMetadataFileException>().WithMessage($"{file}, client first, $[0].tls_client_auth_subject_dn: *");
    }

    [Test]
    public void The_applications_own_check_refuses_the_start_after_findings_were_logged()
    {
        string file = _folder.Write("clients.json", """{"client_id":"a","jwk":1}""");
        ClientMetadataError error = new("$.client_name", "Every client has a name here.");

        FluentActions.Invoking(() => Open(file, store: options => options.Check = _ => error))
            .Should().Throw<ClientMetadataFileException>().WithMessage("*Every client has a name here.*");
        Logs.Should().ContainSingle(entry => entry.Id.Id == 11);
    }

    [Test]
    public void The_setting_lets_warnings_pass() =>
        Open(_folder.Write("clients.json", """{"client_id":"a","jwk":1}"""), refuse: true).Store.ClientCount.Should().Be(1);

    [Test]
    public async Task The_setting_keeps_the_last_good_state_when_an_edit_has_an_error()
    {
        string file = _folder.Write("clients.json", """{"client_id":"a"}""");
        (JsonFileClientMetadataStore store, _) = Open(file, refuse: true);
        _folder.Write("clients.json", $$"""[{"client_id":"a"},{"client_id":"bad",{{Subject}}}]""");

        (await store.FindAsync("bad")).Should().BeNull();
        (await store.FindAsync("a")).Should().NotBeNull();

        Logs.Select(entry => entry.Id.Id).Should().Equal(9, 12, 5);
    }

    [Test]
    public async Task A_reload_is_logged_with_counts()
    {
        string file = _folder.Write("clients.json", "[]");
        (JsonFileClientMetadataStore store, _) = Open(file);
        _folder.Write("clients.json", """[{"client_id":"a","jwk":1}]""");

        await store.FindAsync("a");

        Logs.Select(entry => entry.Id.Id).Should().Equal(9, 11, 10);
        Logs[^1].Message.Should().Be($"Clients reloaded from {file}: 1 clients, 0 keys of them skipped, 1 findings");
    }

    [Test]
    public async Task A_reload_is_told_to_the_application()
    {
        List<int> told = [];
        string file = _folder.Write("clients.json", "[]");
        (JsonFileClientMetadataStore store, _) = Open(
            file, store: options => options.OnReloaded = counts => told.Add(counts.ClientCount));
        _folder.Write("clients.json", """{"client_id":"a"}""");

        await store.FindAsync("a");

        told.Should().Equal(1);
        Logs.Should().ContainSingle(entry => entry.Id.Id == 10);
    }

    private IReadOnlyList<FakeLogRecord> Logs => _providers[^1].GetFakeLogCollector().GetSnapshot();

    private (JsonFileClientMetadataStore Store, IReadOnlyList<FakeLogRecord> Logs) Open(
        string path,
        bool refuse = false,
        Action<IServiceCollection>? configure = null,
        Action<JsonFileClientMetadataStoreOptions>? store = null)
    {
        ServiceCollection services = new();
        services.AddLogging(builder => builder.AddFakeLogging());
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { ContentRootPath = _folder.FullPath });
        services.AddMtlsAuth(options => options.EnabledMethods = [.. AllMethods])
            .AddJsonFileClients(
                path,
                options =>
                {
                    options.ReloadInterval = TimeSpan.Zero;
                    store?.Invoke(options);
                },
                refuse);
        configure?.Invoke(services);
        _providers.Add(services.BuildServiceProvider());
        JsonFileClientMetadataStore opened = _providers[^1].GetRequiredService<JsonFileClientMetadataStore>();
        return (opened, Logs);
    }

    private static IEnumerable<string> AllMethods =>
    [
        ClientAuthenticationMethods.PubKeyTlsClientAuth,
        ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        ClientAuthenticationMethods.TlsClientAuth,
    ];
}
