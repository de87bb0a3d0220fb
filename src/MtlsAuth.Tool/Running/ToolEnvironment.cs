using System.Text;

namespace MtlsAuth.Tool.Running;

/// <summary>All that a run has of the world around it, so that tests can give it another one. Files it opens itself.</summary>
internal sealed class ToolEnvironment
{
    /// <summary>For results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>For complaints and questions.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What <c>-</c> stands for.</summary>
    public required Stream Input { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Other machines.</summary>
    public required INetwork Network { get; init; }

    /// <summary>The value of an environment variable; null if it is not set.</summary>
    public required Func<string, string?> FindVariable { get; init; }

    /// <summary>The columns of the terminal that results go to; null if they go to a file or another program.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Asks somebody at the terminal for a secret, which is not shown; null if nobody sits there.</summary>
    public Func<string, string>? AskSecret { get; init; }

    /// <summary>The process's own.</summary>
    public static ToolEnvironment OfProcess()
    {
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        return new ToolEnvironment
        {
            Output = new StreamWriter(Console.OpenStandardOutput(), encoding),
            Error = new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true },
            Input = Console.OpenStandardInput(),
            Clock = TimeProvider.System,
            Network = new SystemNetwork(),
            FindVariable = Environment.GetEnvironmentVariable,
            TerminalWidth = Console.IsOutputRedirected ? null : ChooseWidth(Console.WindowWidth),
            AskSecret = Console.IsInputRedirected || Console.IsErrorRedirected ? null : SecretPrompt.Ask,
        };
    }

    /// <summary>The columns to write for: at least 40, and 80 for a terminal that does not know how many it has.</summary>
    public static int ChooseWidth(int columns) => columns <= 1 ? 80 : Math.Max(columns, 40);
}
