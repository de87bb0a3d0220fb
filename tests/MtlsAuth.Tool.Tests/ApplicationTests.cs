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
}
