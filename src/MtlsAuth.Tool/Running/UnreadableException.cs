namespace MtlsAuth.Tool.Running;

/// <summary>An input cannot be read. Ends the run, or the part of it with that input, with <see cref="ExitCode.Unreadable"/>.</summary>
/// <param name="message">Which input, why, and where in it, for the user; nothing secret.</param>
internal sealed class UnreadableException(string message) : Exception(message);
