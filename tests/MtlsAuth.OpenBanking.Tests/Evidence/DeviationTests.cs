using System.Text.Json;
using MtlsAuth.OpenBanking.Findings;

namespace MtlsAuth.OpenBanking.Tests.Evidence;

public sealed class DeviationTests
{
    [Test]
    public void Codes_are_words_with_hyphens_and_differ()
    {
        string[] codes = [.. Enum.GetValues<CertificateDeviation>().Select(CertificateDeviations.CodeOf)];

        codes.Should().OnlyHaveUniqueItems().And.OnlyContain(
            code => code.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'));
        codes.Should().Contain(["roles-merged", "psd2-string-type", "nca-id-not-na", "role-oid-name-contradiction", "not-der"]);
    }

    [Test]
    public void Each_deviation_that_an_index_names_has_its_code() =>
        BankingData.All.SelectMany(item => item.Expected).Distinct()
            .Should().BeSubsetOf(Enum.GetValues<CertificateDeviation>().Select(CertificateDeviations.CodeOf));

    // The documentation of each says what follows from it by default.
    [Test]
    public void What_is_unambiguous_is_reported_and_what_contradicts_is_enforced()
    {
        OpenBankingPolicy policy = new();

        Enum.GetValues<CertificateDeviation>()
            .Where(deviation => policy.CheckOf(deviation, isQualificationDemanded: true) == CertificateCheck.Report)
            .Select(CertificateDeviations.CodeOf)
            .Should().Equal(
                "qc-statements-critical",
                "psd2-absent",
                "psd2-string-type",
                "roles-merged",
                "role-duplicate",
                "role-unknown",
                "role-name-unregistered",
                "nca-id-format",
                "nca-id-unlisted",
                "nca-id-not-na",
                "nca-name-not-na",
                "nca-name-not-latin",
                "orgid-format",
                "orgid-not-psd",
                "orgid-extension-state",
                "eku-absent",
                "qc-compliance-information");
        Enum.GetValues<CertificateDeviation>()
            .Where(deviation => policy.CheckOf(deviation, isQualificationDemanded: true) == CertificateCheck.Ignore)
            .Should().BeEmpty();
        Enum.GetValues<CertificateDeviation>()
            .Where(deviation => policy.CheckOf(deviation, isQualificationDemanded: false) == CertificateCheck.Ignore)
            .Select(CertificateDeviations.CodeOf)
            .Should().Equal(
                "qc-statements-absent", "qc-compliance-absent", "qc-legislation-not-eu", "qc-type-absent", "qc-type-several");
    }

    [Test]
    public void Authorities_are_those_of_the_list()
    {
        JsonElement list = BankingData.ReadJson("nca.json");

        foreach (JsonProperty item in list.GetProperty("codes").EnumerateObject().Concat(list.GetProperty("outside").EnumerateObject()))
        {
            new CompetentAuthority(item.Name, item.Value.GetString()!).IsListed.Should().BeTrue(item.Name);
        }

        foreach (JsonProperty item in list.GetProperty("formerly").EnumerateObject())
        {
            item.Value.EnumerateArray().Should().OnlyContain(code => !new CompetentAuthority(item.Name, code.GetString()!).IsListed);
        }
    }
}
