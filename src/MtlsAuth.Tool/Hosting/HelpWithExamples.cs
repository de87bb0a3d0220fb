using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MtlsAuth.Tool.Commands;

namespace MtlsAuth.Tool.Hosting;

/// <summary>The help, with a command's examples at its end.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is ToolCommand command)
        {
            output.WriteLine("Examples:");
            foreach ((string commandLine, string meaning) in command.Examples)
            {
                output.WriteLine($"  {commandLine}");
                output.WriteLine($"      {meaning}");
            }

            output.WriteLine();
        }

        output.WriteLine("Exit codes: 0 yes, 1 no or findings, 2 usage, 3 unreadable.");
        return result;
    }
}
