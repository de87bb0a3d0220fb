using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests;

/// <summary>What a test gives a run of the tool.</summary>
internal sealed class ToolWorld
{
    /// <summary>The time at which tests run.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public byte[]? Input { get; init; }

    public TimeProvider Clock { get; init; } = new FakeTimeProvider(Now);

    public INetwork Network { get; init; } = new SystemNetwork();

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public int? TerminalWidth { get; init; }

    public Func<string, string>? AskSecret { get; init; }

    public CancellationToken CancellationToken { get; init; }
}
