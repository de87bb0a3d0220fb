namespace MtlsAuth.Tool.Running;

/// <summary>The command line asks for something that makes no sense. Ends the run with <see cref="ExitCode.Usage"/>.</summary>
/// <param name="message">What is wrong, for the user; nothing secret.</param>
internal sealed class UsageException(string message) : Exception(message);
