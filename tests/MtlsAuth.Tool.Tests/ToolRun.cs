using MtlsAuth.Tool.Hosting;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests;

/// <summary>What came of a run of the tool in this process.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote of results.</param>
/// <param name="Error">What it complained of.</param>
internal sealed record ToolRun(ExitCode ExitCode, string Output, string Error)
{
    /// <summary>The output's lines.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command line with nothing around it but what is given.</summary>
    public static async Task<ToolRun> OfAsync(IReadOnlyList<string> arguments, ToolWorld? world = null)
    {
        ToolWorld around = world ?? new ToolWorld();
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using MemoryStream input = new(around.Input ?? []);
        ToolEnvironment environment = new()
        {
            Output = output,
            Error = error,
            Input = input,
            Clock = around.Clock,
            Network = around.Network,
            FindVariable = name => around.Variables.GetValueOrDefault(name),
            TerminalWidth = around.TerminalWidth,
            AskSecret = around.AskSecret,
        };
        ExitCode code = await Application.RunAsync(arguments, environment, around.CancellationToken);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line as it would be typed; no argument has a space in it.</summary>
    public static Task<ToolRun> OfAsync(string commandLine, ToolWorld? world = null) =>
        OfAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), world);
}
