namespace MtlsAuth.OpenBanking.Tests.Evidence;

/// <summary>Each certificate shows the deviations that its index expects; what differs is explained in <see cref="Differences"/>.</summary>
public sealed class FindingTests
{
    [TestCaseSource(typeof(BankingData), nameof(BankingData.All))]
    public void A_certificate_has_the_expected_findings(BankingCase item) =>
        CodesOf(item).Should().BeEquivalentTo(item.Expected
            .Except(DifferencesOf(item, isOurs: false))
            .Concat(DifferencesOf(item, isOurs: true)));

    [Test]
    public void Each_difference_is_one()
    {
        foreach (Difference difference in Differences.All)
        {
            BankingCase item = BankingData.Find(difference.Name);

            item.Expected.Contains(difference.Code).Should().Be(!difference.IsOurs, $"{difference.Name} {difference.Code}");
            CodesOf(item).Contains(difference.Code).Should().Be(difference.IsOurs, $"{difference.Name} {difference.Code}");
            difference.Why.Should().NotBeEmpty();
        }
    }

    [Test]
    public void Findings_come_with_facts_of_bounded_length() =>
        BankingData.All.SelectMany(item => OpenBankingEvidence.Read(item.Certificate).Findings).Should().OnlyContain(
            finding => finding.Detail.Length > 0
                && finding.Detail.Length < 300
                && finding.ToString() == $"{finding.Code}: {finding.Detail}");

    private static string[] CodesOf(BankingCase item) =>
        [.. OpenBankingEvidence.Read(item.Certificate).Findings.Select(finding => finding.Code)];

    private static IEnumerable<string> DifferencesOf(BankingCase item, bool isOurs) => Differences.All
        .Where(difference => difference.Name == item.Name && difference.IsOurs == isOurs)
        .Select(difference => difference.Code);
}
