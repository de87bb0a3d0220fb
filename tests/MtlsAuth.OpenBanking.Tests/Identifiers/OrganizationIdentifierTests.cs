using System.Text.Json;

namespace MtlsAuth.OpenBanking.Tests.Identifiers;

public sealed class OrganizationIdentifierTests
{
    private static IEnumerable<JsonElement> Vectors =>
        BankingData.ReadJson("vectors/organization-identifier.json").GetProperty("cases").EnumerateArray();

    [TestCaseSource(nameof(Vectors))]
    public void A_value_is_taken_apart_or_refused(JsonElement vector)
    {
        string value = vector.GetProperty("value").GetString()!;

        bool isRead = OrganizationIdentifier.TryParse(value, out OrganizationIdentifier? identifier);

        isRead.Should().Be(vector.GetProperty("valid").GetBoolean(), value);
        identifier?.Scheme.Should().Be(vector.GetProperty("scheme").GetString());
        identifier?.Country.Should().Be(vector.GetProperty("country").GetString());
        identifier?.Authority.Should().Be(vector.GetProperty("authority").GetString());
        identifier?.Reference.Should().Be(vector.GetProperty("reference").GetString());
        identifier?.ToString().Should().Be(value);
    }

    [TestCase("NTRUS+CA-1234567890", "CA")]
    [TestCase("NTRDE-HRB123456", null)]
    public void The_state_of_a_trade_register_is_kept_apart(string text, string? state)
    {
        OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? identifier).Should().BeTrue();

        identifier!.State.Should().Be(state);
    }

    [TestCase(null)]
    [TestCase("NTRUS+-1", Description = "no state")]
    [TestCase("NTRUS+ABCD-1", Description = "a state of four letters")]
    [TestCase("NTRUS+ca-1", Description = "a state in lower case")]
    [TestCase("NTRUS+CA", Description = "no reference")]
    [TestCase("NTRXX-1", Description = "no country")]
    [TestCase("VATUS+CA-1", Description = "a state where there is none")]
    [TestCase("VATXG-1", Description = "the country of LEI")]
    [TestCase("VATDE1", Description = "no hyphen")]
    [TestCase("PSDEL-BOG-1", Description = "Greece as in VAT numbers")]
    [TestCase("PSDDE--BAFIN-1", Description = "an empty authority")]
    [TestCase("PSDDE-BAFIN-1\n2", Description = "a control character")]
    [TestCase("LEIXG-254900ZNYA1FLUQ9U39", Description = "19 characters")]
    [TestCase("LEIXG-254900znya1fluq9u393", Description = "lower case")]
    [TestCase("OFBBR-12345", Description = "no UUID")]
    [TestCase("OFBPT-67c57882-043b-11ec-9a03-0242ac130003", Description = "not Brazil")]
    [TestCase("D1:DE-4711", Description = "a digit in a national scheme")]
    [TestCase("DE:XX-4711", Description = "a national scheme of no country")]
    public void What_is_of_no_scheme_is_refused(string? text)
    {
        OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? identifier).Should().BeFalse();

        identifier.Should().BeNull();
    }

    [Test]
    public void Length_is_bounded()
    {
        string prefix = "VATDE-";

        OrganizationIdentifier.TryParse(prefix + new string('1', 256 - prefix.Length), out _).Should().BeTrue();
        OrganizationIdentifier.TryParse(prefix + new string('1', 257 - prefix.Length), out _).Should().BeFalse();
    }

    [Test]
    public void Identifiers_are_compared_octet_by_octet()
    {
        OrganizationIdentifier one = Parse("PSDMT-MFSA-A 12345");
        OrganizationIdentifier same = Parse("PSDMT-MFSA-A 12345");

        one.Should().Be(same).And.NotBe(Parse("PSDMT-MFSA-a 12345"));
        one.GetHashCode().Should().Be(same.GetHashCode());
        one.Equals((object?)null).Should().BeFalse();

        static OrganizationIdentifier Parse(string text) =>
            OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? identifier) ? identifier : throw new FormatException(text);
    }

    [TestCase("DE-BAFIN", true)]
    [TestCase("DE-BaFin", false)]
    [TestCase("DE_BAFIN", false)]
    [TestCase("DEBAFIN", false)]
    [TestCase("DE-B", false)]
    [TestCase("DE-BAFINBAFI", false)]
    [TestCase("XX-BAFIN", false)]
    [TestCase("ES", false)]
    [TestCase("BE", false)]
    [TestCase("NA", false)]
    [TestCase("", false)]
    public void An_authority_is_country_hyphen_and_capitals(string text, bool isRead)
    {
        CompetentAuthority.TryParse(text, out CompetentAuthority? authority).Should().Be(isRead);

        (authority?.ToString() ?? text).Should().Be(text);
    }
}
