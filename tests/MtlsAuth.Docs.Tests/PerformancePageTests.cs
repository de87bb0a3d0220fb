using System.Text.RegularExpressions;

namespace MtlsAuth.Docs.Tests;

/// <summary>The figures of <c>docs/performance.md</c> are those that were measured.</summary>
public sealed partial class PerformancePageTests
{
    [Test]
    public void Every_figure_stands_in_the_benchmarks()
    {
        string measured = Repository.Read("benchmarks/README.md");

        Figures().Matches(Repository.Read("docs/performance.md")).Select(static match => match.Value).Distinct()
            .Should().HaveCountGreaterThan(10).And.OnlyContain(figure => measured.Contains(figure));
    }

    // Numbers with a fraction, with thousands, or of several digits in front of a unit of small things.
    [GeneratedRegex(@"\d[\d,.]*(?= (ns|µs|B|times|tokens)\b)")]
    private static partial Regex Figures();
}
