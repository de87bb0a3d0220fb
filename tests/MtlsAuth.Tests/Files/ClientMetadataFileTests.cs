using System.Text;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientMetadataFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("""[{"client_id":"b"},{"client_id":"a"}]""", "b", "a")]
    [TestCase("""{"client_id":"a"}""", "a")]
    [TestCase("\uFEFF[{\"client_id\":\"a\"}]", "a")]
    [TestCase("\uFEFF[]")]
    public void Read_gives_the_clients_in_their_order(string contents, params string[] expected) =>
        ClientMetadataFile.Read(_folder.Write("c.json", contents)).Select(client => client.ClientId).Should().Equal(expected);

    [Test]
    public void Read_says_what_is_wrong() =>
        FluentActions.Invoking(() => ClientMetadataFile.Read(_folder.Write("c.json", """[{"client_id":5}]""")))
            .Should().Throw<ClientMetadataFileException>().Which.Error.Path.Should().Be("$[0].client_id");

    [Test]
    public void Write_writes_what_Read_and_the_store_read()
    {
        string file = _folder.Write("c.json", "\uFEFF[{\"client_id\":\"a\",\"x\":1.50}]");

        ClientMetadataFile.Write(file, [.. ClientMetadataFile.Read(file), new ClientMetadata { ClientId = "b" }]);

        using JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(file);
        store.ClientCount.Should().Be(2);
        string written = File.ReadAllText(file);
        written.Should().Contain("1.50").And.EndWith("]\n");
        File.ReadAllBytes(file).AsSpan().StartsWith(Encoding.UTF8.Preamble).Should().BeFalse();
        Directory.GetFiles(_folder.Path).Should().Equal(file);
    }

    [Test]
    public void Write_gives_each_member_a_line_so_that_people_can_compare_files()
    {
        string file = _folder["c.json"];

        ClientMetadataFile.Write(file, [new ClientMetadata { ClientId = "a", ClientName = "A" }]);

        File.ReadAllLines(file).Select(static line => line.Trim())
            .Should().Equal("[", "{", "\"client_id\": \"a\",", "\"client_name\": \"A\"", "}", "]");
    }

    [Test]
    public void Write_takes_no_notice_of_what_a_writer_left_that_was_killed()
    {
        string file = _folder.Write("c.json", "[]");
        _folder.Write("c.json.new", "[{\"client_id\":\"half");

        ClientMetadataFile.Write(file, [new ClientMetadata { ClientId = "a" }]);

        ClientMetadataFile.Read(file).Should().ContainSingle();
        Directory.GetFiles(_folder.Path).Should().Equal(file);
    }

    [TestCase("a")]
    [TestCase("")]
    public void Write_leaves_the_file_alone_if_the_store_could_not_read_it(string id)
    {
        string file = _folder.Write("c.json", "[]");

        ClientMetadata[] clients = [new() { ClientId = "a" }, new() { ClientId = id }];

        FluentActions.Invoking(() => ClientMetadataFile.Write(file, clients)).Should().Throw<ClientMetadataFileException>();

        File.ReadAllText(file).Should().Be("[]");
        Directory.GetFiles(_folder.Path).Should().Equal(file);
    }

    [Test]
    public void Write_refuses_a_client_that_is_nested_too_deeply_for_an_array()
    {
        string file = _folder.Write("c.json", "[]");
        string deepest = $$"""{"client_id":"a","x":{{new string('[', 15)}}{{new string(']', 15)}}}""";
        ClientMetadata.TryParse(Encoding.UTF8.GetBytes(deepest), out ClientMetadata? client, out _).Should().BeTrue();

        FluentActions.Invoking(() => ClientMetadataFile.Write(file, [client!])).Should().Throw<ClientMetadataFileException>();
    }

    [Test]
    public void Null_and_empty_arguments_are_refused()
    {
        FluentActions.Invoking(() => ClientMetadataFile.Read(string.Empty)).Should().Throw<ArgumentException>().WithParameterName("path");
        FluentActions.Invoking(() => ClientMetadataFile.Write(string.Empty, []))
            .Should().Throw<ArgumentException>().WithParameterName("path");
        FluentActions.Invoking(() => ClientMetadataFile.Write("c", null!)).Should().Throw<ArgumentNullException>();
    }
}
