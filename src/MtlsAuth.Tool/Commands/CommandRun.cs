using System.CommandLine;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>One run of a command.</summary>
/// <param name="Environment">The world around it.</param>
/// <param name="Arguments">What the command line says.</param>
/// <param name="Reports">Where results go.</param>
internal sealed record CommandRun(ToolEnvironment Environment, ParseResult Arguments, ReportWriter Reports)
{
    /// <summary>Says what is wrong, where results do not go.</summary>
    public void Complain(string message) => Environment.Error.WriteLine($"mtlsauth: {SafeText.Of(message)}");
}
