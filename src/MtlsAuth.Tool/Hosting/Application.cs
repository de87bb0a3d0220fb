using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using MtlsAuth.Tool.Commands;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Hosting;

/// <summary>The tool: finds the command that is asked for, runs it, and says how it ended.</summary>
internal static class Application
{
    /// <summary>Runs a command line. Whatever happens, it ends in one of the exit codes and never in an exception.</summary>
    public static async Task<ExitCode> RunAsync(
        IReadOnlyList<string> arguments, ToolEnvironment environment, CancellationToken cancellationToken = default)
    {
        try
        {
            ExitCode code = await RunCommandAsync(arguments, environment, cancellationToken).ConfigureAwait(false);
            await environment.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return code;
        }
        catch (Exception exception) when (IsOfOutput(exception))
        {
            environment.Error.WriteLine("mtlsauth: the output cannot be written");
            return ExitCode.Unreadable;
        }
    }

    // Inputs are read by those who tell their faults; what is left is a full disk, or an output that somebody closed.
    private static bool IsOfOutput(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static async Task<ExitCode> RunCommandAsync(
        IReadOnlyList<string> arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            ParseResult parsed = CreateRoot(environment).Parse(arguments.Count == 0 ? ["--help"] : arguments);
            return parsed.Action is ParseErrorAction
                ? RefuseUsage(parsed, environment)
                : (ExitCode)await parsed.InvokeAsync(
                    new InvocationConfiguration
                    {
                        Output = environment.Output,
                        Error = environment.Error,
                        EnableDefaultExceptionHandler = false,
                    },
                    cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOfOutput(exception))
        {
            return Refuse(exception, environment);
        }
    }

    private static RootCommand CreateRoot(ToolEnvironment environment)
    {
        Option<bool> json = new("--json") { Description = "Write results as lines of JSON.", Recursive = true };
        RootCommand root = new("Certificates of OAuth clients: what they are, what to register, and why they do not match.") { json };
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        foreach (ToolCommand command in CommandList.Create())
        {
            command.SetAction(async (parsed, cancellationToken) =>
            {
                ReportWriter reports = ReportWriter.Create(environment, parsed.GetValue(json));
                CommandRun run = new(environment, parsed, reports);

                // Opening a pipe waits for its writer, and nothing cancels that: whoever stops the tool does not wait along.
                return (int)await Task.Run(() => command.RunAsync(run, cancellationToken), cancellationToken)
                    .WaitAsync(cancellationToken).ConfigureAwait(false);
            });
            foreach (Argument argument in command.Arguments)
            {
                argument.Validators.Add(RefuseUnknownOptions);
            }

            root.Add(command);
        }

        return root;
    }

    // An option that is misspelt would be taken for a file. Who has a file of such a name writes ./-name.
    private static void RefuseUnknownOptions(ArgumentResult argument)
    {
        foreach (Token token in argument.Tokens)
        {
            if (token.Value.StartsWith('-') && token.Value != InputReader.StandardInput)
            {
                argument.AddError($"There is no option {token.Value}");
            }
        }
    }

    private static ExitCode RefuseUsage(ParseResult parsed, ToolEnvironment environment)
    {
        foreach (ParseError error in parsed.Errors)
        {
            // The parser writes what there is to choose from on lines of their own.
            string message = error.Message.ReplaceLineEndings(" ").Replace("\t", string.Empty, StringComparison.Ordinal);
            environment.Error.WriteLine($"mtlsauth: {SafeText.Of(message)}");
        }

        string command = parsed.CommandResult.Command is ToolCommand { Name: var name } ? $"mtlsauth {name}" : "mtlsauth";
        environment.Error.WriteLine($"Try: {command} --help");
        return ExitCode.Usage;
    }

    private static ExitCode Refuse(Exception exception, ToolEnvironment environment)
    {
        (ExitCode code, string message) = exception switch
        {
            UsageException => (ExitCode.Usage, exception.Message),
            UnreadableException => (ExitCode.Unreadable, exception.Message),
            OperationCanceledException => (ExitCode.Interrupted, "interrupted"),
            // The message could quote an input, which could be a secret.
            _ => (ExitCode.Unreadable, $"a fault of mtlsauth itself, {exception.GetType().Name}; please report it with the command line"),
        };
        environment.Error.WriteLine($"mtlsauth: {SafeText.Of(message)}");
        return code;
    }
}
