using System.CommandLine;
using System.Text;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>The password of an input: from a file, the environment, or somebody at the terminal; never from the command line.</summary>
/// <remarks>What stands in a command line, everybody on the machine can read.</remarks>
internal sealed class PasswordOption
{
    private const string Variable = "MTLSAUTH_PASSWORD";
    private const int MaximumLength = 4_096;

    /// <summary>The option, to be added to a command.</summary>
    public Option<string?> PasswordFile { get; } = new("--password-file")
    {
        Description = $"A file whose first line is the password of a PFX or private key. Otherwise {Variable}, or a question.",
        HelpName = "FILE",
    };

    /// <summary>Finds the password.</summary>
    /// <exception cref="UnreadableException">There is none, and nobody to ask.</exception>
    public async Task<string> FindAsync(
        ToolEnvironment environment, ParseResult arguments, string source, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(PasswordFile) is { } file)
        {
            byte[] contents = await InputReader.ReadAsync(environment, file, MaximumLength, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(contents).Split('\n')[0].TrimEnd('\r');
        }

        return environment.FindVariable(Variable)
            ?? environment.AskSecret?.Invoke($"Password of {source}: ")
            ?? throw new UnreadableException($"{source}: needs a password; name a file with it by --password-file, or set {Variable}");
    }
}
