namespace MtlsAuth.Benchmarks;

internal static class BenchmarkArguments
{
    /// <summary>What <c>--quick</c> stands for: enough to see an order of magnitude, without a process for each benchmark.</summary>
    public static IReadOnlyList<string> Quick { get; } =
        ["--inProcess", "--warmupCount", "3", "--iterationCount", "5", "--iterationTime", "100"];
}
