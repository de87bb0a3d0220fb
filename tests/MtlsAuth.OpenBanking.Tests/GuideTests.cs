using System.Reflection;
using System.Text.RegularExpressions;
using MtlsAuth.OpenBanking.Findings;

namespace MtlsAuth.OpenBanking.Tests;

/// <summary><c>docs/open-banking.md</c> names every code with what follows from it, and nothing else.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "open-banking.md"));

    [Test]
    public void Every_deviation_is_explained_with_its_default()
    {
        OpenBankingPolicy policy = new();

        Rows().Select(static row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Should().Equal(
            Enum.GetValues<CertificateDeviation>().Select(deviation =>
                $"{CertificateDeviations.CodeOf(deviation)} {policy.CheckOf(deviation, isQualificationDemanded: true)}"
                + (policy.CheckOf(deviation, isQualificationDemanded: false) == CertificateCheck.Ignore ? " *" : "")));
    }

    [Test]
    public void Every_other_reason_and_every_member_is_named() =>
        Constants(typeof(OpenBankingReasons)).Concat(Constants(typeof(OpenBankingMetadata)))
            .Should().OnlyContain(static name => Guide.Contains($"`{name}`"));

    [Test]
    public void The_first_lines_say_what_a_statement_is_worth() =>
        Guide.Split('\n')[2].Should().StartWith("**A statement in a certificate is only a claim");

    private static MatchCollection Rows() => Row().Matches(Guide[Guide.IndexOf("## Why a cert", StringComparison.Ordinal)..]);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex("^\\| `([a-z0-9-]+)` \\| ([A-Za-z]+(?: \\*)?) \\| .+ \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
