using System.Security.Cryptography;
using MtlsAuth.TestSupport;
using MtlsAuth.Tool.Commands;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests;

public sealed class ApplicationTests
{
    private static readonly IReadOnlyList<string> Names = [.. CommandList.Create().Select(static command => command.Name)];

    [Test]
    public async Task Nothing_said_is_answered_with_the_help()
    {
        ToolRun run = await ToolRun.OfAsync([]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().ContainAll(Names).And.Contain("Exit codes");
    }

    [TestCaseSource(nameof(Names))]
    public async Task The_help_of_a_command_has_examples_of_it(string name)
    {
        ToolRun run = await ToolRun.OfAsync([name, "--help"]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Contain($"\n  mtlsauth {name}");
        run.Error.Should().BeEmpty();
    }

    [TestCase("frobnicate")]
    [TestCase("inspect")]
    [TestCase("inspect --colour red a.crt")]
    public async Task A_wrong_command_line_is_refused_with_a_hint(string commandLine)
    {
        ToolRun run = await ToolRun.OfAsync(commandLine);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().StartWith("mtlsauth: ").And.Contain("--help");
        run.Output.Should().BeEmpty();
    }

    [Test]
    public async Task A_file_that_is_not_there_is_unreadable()
    {
        ToolRun run = await ToolRun.OfAsync("inspect /no/such/file.crt");

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Be("mtlsauth: /no/such/file.crt: there is no such file\n");
    }

    [Test]
    public async Task A_fault_of_the_tool_is_one_line_without_a_stack_and_without_anything_secret()
    {
        using TemporaryFolder folder = new();
        using ECDsa key = TestKeys.CreateP256();
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        string path = folder.Write("k.pem", key.ExportEncryptedPkcs8PrivateKeyPem("a", encryption));

        ToolRun run = await ToolRun.OfAsync(
            ["jwk", path], new ToolWorld { AskSecret = static _ => throw new InvalidTimeZoneException("geheim") });

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Be(
            "mtlsauth: a fault of mtlsauth itself, InvalidTimeZoneException; please report it with the command line\n");
    }

    [Test]
    public async Task Somebody_who_stops_it_is_told_so()
    {
        ToolRun run = await ToolRun.OfAsync(
            "inspect -", new ToolWorld { Input = [1], CancellationToken = new CancellationToken(canceled: true) });

        run.ExitCode.Should().Be(ExitCode.Interrupted);
        run.Error.Should().Be("mtlsauth: interrupted\n");
    }
}
