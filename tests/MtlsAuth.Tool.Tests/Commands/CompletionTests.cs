using System.Diagnostics;
using MtlsAuth.Registration;
using MtlsAuth.Tool.Commands;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

public sealed class CompletionTests
{
    [TestCase("bash", "complete -o filenames -F _mtlsauth mtlsauth")]
    [TestCase("zsh", "compdef _mtlsauth mtlsauth")]
    [TestCase("powershell", "Register-ArgumentCompleter -Native -CommandName mtlsauth")]
    public async Task Each_shell_has_its_script(string shell, string expected)
    {
        ToolRun run = await ToolRun.OfAsync($"completion {shell}");

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Contain(expected);
    }

    [Test]
    public async Task An_unknown_shell_is_refused() =>
        (await ToolRun.OfAsync("completion fish")).ExitCode.Should().Be(ExitCode.Usage);

    [Test]
    public async Task The_tool_says_what_may_follow()
    {
        (await ToolRun.OfAsync(["[suggest:9]", "mtlsauth "])).Lines
            .Should().Contain(CommandList.Create().Select(static command => command.Name));
        (await ToolRun.OfAsync(["[suggest:31]", "mtlsauth metadata c.crt --meth "])).Lines.Should().NotBeEmpty();
        (await ToolRun.OfAsync(["[suggest:33]", "mtlsauth metadata c.crt --method "])).Lines
            .Should().BeEquivalentTo("pub_key_tls_client_auth", "self_signed_tls_client_auth", "tls_client_auth");
        (await ToolRun.OfAsync(["[suggest:40]", "mtlsauth lint clients c.json --profile "])).Lines
            .Should().BeEquivalentTo(SecurityProfile.All.Select(static profile => profile.Name));
    }

    [TestCase("mtlsauth insp", "inspect")]
    [TestCase("mtlsauth header hap", "haproxy")]
    [TestCase("mtlsauth lint clients c.json --profile FapiB", "FapiBrazil")]
    [TestCase("mtlsauth metadata c.crt --method self", "self_signed_tls_client_auth")]
    public async Task Bash_completes(string line, string expected)
    {
        string script = (await ToolRun.OfAsync("completion bash")).Output;
        string tool = Path.Combine(AppContext.BaseDirectory, "MtlsAuth.Tool.dll");
        string test = $$"""
            set -u
            mtlsauth() { dotnet "{{tool}}" "$@"; }
            complete() { :; }
            {{script}}
            COMP_LINE='{{line}}'
            COMP_POINT=${#COMP_LINE}
            COMP_WORDS=($COMP_LINE)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _mtlsauth
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", test]) { RedirectStandardOutput = true })!;
        string output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        output.Trim().Should().Be(expected);
    }
}
