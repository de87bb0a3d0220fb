using System.Text;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JsonFileClientMetadataStoreTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<ClientMetadataError> _reported = [];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Open_reads_a_file_with_one_client()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", """{"client_id":"a","client_name":"A"}"""));

        (await store.FindAsync("a"))!.Metadata.ClientName.Should().Be("A");
        (await store.FindAsync("A")).Should().BeNull();
        (store.ClientCount, store.LastError).Should().Be((1, null));
    }

    [Test]
    public async Task Open_reads_a_file_with_several_clients()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", """[{"client_id":"a"},{"client_id":"b"}]"""));

        (await store.FindAsync("b")).Should().NotBeNull();
        store.ClientCount.Should().Be(2);
    }

    [Test]
    public void Open_reads_the_JSON_files_of_a_folder()
    {
        _folder.Write("1.json", """[{"client_id":"a"},{"client_id":"b"}]""");
        _folder.Write("2.json", """{"client_id":"c"}""");
        _folder.Write("README", "nothing");

        Open(_folder.Path).ClientCount.Should().Be(3);
    }

    [Test]
    public void Counts_are_those_of_the_clients_in_force()
    {
        const string Jwks = """{"keys":[{"kty":"x"},{"kty":"y"}]}""";
        JsonFileClientMetadataStore store = Open(_folder.Write(
            "c.json", $$"""[{"client_id":"a","jwks":{{Jwks}}},{"client_id":"b"},{"client_id":"c","jwks":{{Jwks}}}]"""));

        (store.ClientCount, store.SkippedKeyCount).Should().Be((3, 4));
    }

    [TestCase("[]")]
    [TestCase(null)]
    public void Open_reads_that_there_are_no_clients(string? contents) =>
        Open(contents is null ? _folder.Path : _folder.Write("c.json", contents)).ClientCount.Should().Be(0);

    [Test]
    public void Open_passes_over_a_byte_order_mark() =>
        Open(_folder.Write("c.json", [.. Encoding.UTF8.Preamble, .. """{"client_id":"a"}"""u8])).ClientCount.Should().Be(1);

    [Test]
    public void Open_refuses_an_empty_path([Values("", null)] string? given) =>
        FluentActions.Invoking(() => JsonFileClientMetadataStore.Open(given!))
            .Should().Throw<ArgumentException>().WithParameterName("path");

    [Test]
    public void Open_takes_defaults()
    {
        string file = _folder.Write("c.json", "[]");

        JsonFileClientMetadataStore.Open(file).Reload().Should().BeTrue();
    }

    [TestCase("""{"client_id":"a","client_name":5}""", "a", "$.client_name", "The value has the wrong type.", null)]
    [TestCase("""[{"client_id":"a"},{"client_id":"b","jwks":5}]""", "b", "$[1].jwks", "The key set is refused: NotAJwkSet.", null)]
    [TestCase("""[{"client_id":5}]""", null, "$[0].client_id", "The value has the wrong type.", null)]
    [TestCase("""[{"client_id":"a"},5]""", null, "$[1]", "Client metadata is a JSON object.", null)]
    [TestCase("""[{"client_name":"a"}]""", null, "$[0].client_id", "The client has no id.", null)]
    [TestCase("""{"client_id":""}""", null, "$.client_id", "The client has no id.", null)]
    [TestCase("""[{"client_id":"a"},{"client_id":"a"}]""", "a", "$[1].client_id", "Another client has the same id.", null)]
    [TestCase("5", null, "$", "The file holds a client or an array of clients.", null)]
    public void Open_says_what_is_wrong(string contents, string? client, string path, string description, int? line)
    {
        string file = _folder.Write("c.json", contents);

        OpenFails(file).Should().BeEquivalentTo(
            new { File = file, ClientId = client, Path = path, Description = description, LineNumber = (long?)line });
    }

    [TestCase("[\n{\"client_id\": \"a\"},\n{\"client_id\": \"b\",}\n]", 3)]
    [TestCase("[\n{\"client_id\": \"a\"}", 2)]
    [TestCase("[]\n{}", 2)]
    public void Open_says_on_which_line_the_JSON_is_wrong(string contents, int line)
    {
        ClientMetadataError error = OpenFails(_folder.Write("c.json", contents));

        (error.LineNumber, error.ClientId, error.Path).Should().Be((line, null, "$"));
    }

    [Test]
    public void Open_quotes_no_value()
    {
        string[] texts =
        [
            """{"client_secret":"s3cret","client_secret":"s3cret"}""",
            """{"client_secret":s3cret}""",
            """{"client_secret":"s3cret}""",
        ];

        texts.Select(text => OpenFails(_folder.Write("c.json", text)).ToString()).Should().OnlyContain(text => !text.Contains("s3cret"));
    }

    [Test]
    public void Open_refuses_one_id_in_two_files()
    {
        _folder.Write("1.json", """{"client_id":"a"}""");
        string second = _folder.Write("2.json", """[{"client_id":"b"},{"client_id":"a"}]""");

        OpenFails(_folder.Path)
            .Should().BeEquivalentTo(new ClientMetadataError("$[1].client_id", "Another client has the same id.")
            {
                File = second,
                ClientId = "a",
            });
    }

    [Test]
    public void Open_refuses_a_file_that_is_not_there()
    {
        ClientMetadataError error = OpenFails(_folder["missing.json"]);

        (error.File, error.Path, error.LineNumber).Should().Be((_folder["missing.json"], "$", null));
    }

    [Test]
    public async Task FindAsync_follows_an_edit_when_it_is_time()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", """{"client_id":"a"}"""));
        _folder.Write("c.json", """[{"client_id":"b"}]""");

        _clock.Advance(Interval - TimeSpan.FromTicks(1));
        bool early = await store.FindAsync("b") is not null;
        _clock.Advance(TimeSpan.FromTicks(1));

        early.Should().BeFalse();
        (await store.FindAsync("b")).Should().NotBeNull();
        (await store.FindAsync("a")).Should().BeNull();
        _reported.Should().BeEmpty();
    }

    [Test]
    public async Task FindAsync_follows_an_edit_of_the_same_length_and_time()
    {
        string file = _folder.Write("c.json", """{"client_id":"a"}""");
        DateTime time = File.GetLastWriteTimeUtc(file);
        JsonFileClientMetadataStore store = Open(file);
        _folder.Write("c.json", """{"client_id":"b"}""");
        File.SetLastWriteTimeUtc(file, time);

        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().BeNull();
    }

    [Test]
    public async Task FindAsync_follows_a_file_that_is_renamed_over_another()
    {
        string file = _folder.Write("c.json", """{"client_id":"a"}""");
        JsonFileClientMetadataStore store = Open(file);
        File.Move(_folder.Write("c.new", """{"client_id":"b"}"""), file, overwrite: true);

        _clock.Advance(Interval);

        (await store.FindAsync("b")).Should().NotBeNull();
    }

    [Test]
    public async Task FindAsync_keeps_the_last_good_state_when_an_edit_is_broken()
    {
        string file = _folder.Write("c.json", """{"client_id":"a"}""");
        JsonFileClientMetadataStore store = Open(file);
        _folder.Write("c.json", """[{"client_id":"b"},{"client_id":"c","client_name":1}]""");
        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().NotBeNull();
        (await store.FindAsync("b")).Should().BeNull();

        ClientMetadataError expected = new("$[1].client_name", "The value has the wrong type.") { File = file, ClientId = "c" };
        store.LastError.Should().BeEquivalentTo(expected);
        _reported.Should().Equal(store.LastError);
    }

    [Test]
    public async Task OnReloadFailed_is_told_once_for_each_edit()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", "[]"));
        foreach (string contents in new[] { "{", "{{" })
        {
            _folder.Write("c.json", contents);
            for (int i = 0; i < 3; i++)
            {
                _clock.Advance(Interval);
                await store.FindAsync("a");
            }
        }

        _reported.Should().HaveCount(2);
    }

    [Test]
    public async Task FindAsync_forgets_the_error_when_the_edit_is_mended()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", "[]"));
        _folder.Write("c.json", "{");
        _clock.Advance(Interval);
        await store.FindAsync("a");
        _folder.Write("c.json", """{"client_id":"a"}""");
        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().NotBeNull();
        store.LastError.Should().BeNull();
    }

    [Test]
    public async Task FindAsync_reads_an_edit_that_could_not_be_opened_once_it_can()
    {
        string file = _folder.Write("c.json", "[]");
        JsonFileClientMetadataStore store = Open(file);
        _folder.Write("c.json", """{"client_id":"a"}""");
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            for (int i = 0; i < 3; i++)
            {
                _clock.Advance(Interval);
                (await store.FindAsync("a")).Should().BeNull();
            }
        }

        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().NotBeNull();
        _reported.Should().ContainSingle().Which.File.Should().Be(file);
    }

    // A large file is not opened to find out whether it has changed.
    [Test]
    public async Task FindAsync_reads_an_edit_beside_a_large_file_that_could_not_be_opened_once_it_can()
    {
        string large = _folder.Write("1.json", """{"client_id":"a"}""" + new string(' ', 5_000_000));
        _folder.Write("2.json", """{"client_id":"b"}""");
        JsonFileClientMetadataStore store = Open(_folder.Path);
        _folder.Write("2.json", """{"client_id":"c"}""");
        using (new FileStream(large, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            _clock.Advance(Interval);
            (await store.FindAsync("c")).Should().BeNull();
        }

        _clock.Advance(Interval);

        (await store.FindAsync("c")).Should().NotBeNull();
    }

    [Test]
    public async Task FindAsync_keeps_the_clients_of_a_file_that_is_removed()
    {
        string file = _folder.Write("c.json", """{"client_id":"a"}""");
        JsonFileClientMetadataStore store = Open(file);
        File.Delete(file);
        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().NotBeNull();
        _reported.Should().ContainSingle().Which.File.Should().Be(file);
    }

    [Test]
    public async Task FindAsync_forgets_the_clients_of_a_file_that_is_removed_from_a_folder()
    {
        string file = _folder.Write("1.json", """{"client_id":"a"}""");
        _folder.Write("2.json", """{"client_id":"b"}""");
        JsonFileClientMetadataStore store = Open(_folder.Path);
        File.Delete(file);
        _clock.Advance(Interval);

        (await store.FindAsync("a")).Should().BeNull();
        (await store.FindAsync("b")).Should().NotBeNull();
    }

    [Test]
    public async Task A_broken_edit_without_listener_is_kept_in_LastError()
    {
        JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(_folder.Write("c.json", "[]"), null, _clock);
        _folder.Write("c.json", "{");
        _clock.Advance(Interval);

        await store.FindAsync("a");

        store.LastError.Should().NotBeNull();
    }

    [Test]
    public void Reload_reads_without_waiting_and_says_whether_it_could()
    {
        JsonFileClientMetadataStore store = Open(_folder.Write("c.json", "[]"));
        _folder.Write("c.json", """{"client_id":"a"}""");
        bool good = store.Reload();
        _folder.Write("c.json", "{");

        (good, store.Reload(), store.ClientCount).Should().Be((true, false, 1));
    }

    [Test]
    public void FindAsync_always_sees_a_whole_edit()
    {
        string file = _folder.Write("c.json", """[{"client_id":"a","client_name":"0"},{"client_id":"b","client_name":"0"}]""");
        JsonFileClientMetadataStore store = Open(file);

        Parallel.For(0, 400, i =>
        {
            if (i % 20 == 0)
            {
                string name = $"{i}.new";
                File.WriteAllText(_folder[name], $$"""[{"client_id":"a","client_name":"{{i}}"},{"client_id":"b","client_name":"{{i}}"}]""");
                File.Move(_folder[name], file, overwrite: true);
                _clock.Advance(Interval);
            }

            store.FindAsync("a").AsTask().Result.Should().NotBeNull();
        });

        _reported.Should().BeEmpty();
    }

    [Test]
    public void ToString_is_one_line_with_all_that_is_known()
    {
        new ClientMetadataError("$.x", "Wrong.") { File = "f", ClientId = "c", LineNumber = 3 }.ToString()
            .Should().Be("f, line 3, client c, $.x: Wrong.");
        new ClientMetadataError("$", "Wrong.") { File = "f" }.ToString().Should().Be("f: Wrong.");
        new ClientMetadataError("$", "Wrong.").ToString().Should().Be("Wrong.");
    }

    [Test]
    public void Exceptions_carry_what_they_are_given()
    {
        InvalidOperationException inner = new();

        FluentActions.Invoking(() => new ClientMetadataFileException(null!)).Should().Throw<ArgumentNullException>();
        new ClientMetadataUnavailableException("m").Message.Should().Be("m");
        new ClientMetadataUnavailableException("m", inner).InnerException.Should().BeSameAs(inner);
    }

    private JsonFileClientMetadataStore Open(string path) =>
        JsonFileClientMetadataStore.Open(path, new() { ReloadInterval = Interval, OnReloadFailed = _reported.Add }, _clock);

    private ClientMetadataError OpenFails(string path)
    {
        ClientMetadataFileException exception = FluentActions.Invoking(() => Open(path))
            .Should().Throw<ClientMetadataFileException>().Which;
        exception.Message.Should().Be(exception.Error.ToString());
        return exception.Error;
    }
}
