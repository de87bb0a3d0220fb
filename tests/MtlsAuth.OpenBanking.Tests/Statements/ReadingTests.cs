using System.Text.Json;
using MtlsAuth.OpenBanking.Statements;

namespace MtlsAuth.OpenBanking.Tests.Statements;

/// <summary>What stands in the certificates is read as an independent reader has read it.</summary>
public sealed class ReadingTests
{
    private static readonly Dictionary<string, QualifiedCertificateTypes> Types = new()
    {
        ["esign"] = QualifiedCertificateTypes.Signature,
        ["eseal"] = QualifiedCertificateTypes.Seal,
        ["web"] = QualifiedCertificateTypes.WebAuthentication,
    };

    private static IEnumerable<BankingCase> WithStatements =>
        BankingData.All.Where(item => item.Reads.TryGetProperty("statements", out _) && !item.Expected.Contains("not-der"));

    private static IEnumerable<BankingCase> WithPsd2 => WithStatements.Where(
        item => item.Reads.TryGetProperty("psd2", out JsonElement psd2)
            && psd2.GetArrayLength() == 1
            && !item.Expected.Contains("psd2-structure"));

    private static IEnumerable<JsonElement> Vectors =>
        BankingData.ReadJson("vectors/qcstatements.json").GetProperty("vectors").EnumerateArray();

    [TestCaseSource(nameof(WithStatements))]
    public void Statements_are_read_in_their_order(BankingCase item)
    {
        QualifiedStatements statements = Read(item);

        statements.All.Select(statement => statement.Oid).Should().Equal(Texts(item.Reads, "statements"));
        statements.IsCritical.Should().Be(item.Reads.GetProperty("qcStatementsCritical").GetBoolean());
        statements.ClaimsQualified.Should().Be(Texts(item.Reads, "statements").Contains("0.4.0.1862.1.1"));
    }

    [TestCaseSource(nameof(WithStatements))]
    public void Types_are_read(BankingCase item)
    {
        string[] types = Texts(item.Reads, "types");

        Read(item).Types.Should().Be(types.Aggregate(QualifiedCertificateTypes.None, (all, type) => all | Types[type]));
        Read(item).TypeCount.Should().Be(types.Length);
    }

    [TestCaseSource(nameof(WithPsd2))]
    public void Psd2_is_read(BankingCase item)
    {
        JsonElement expected = item.Reads.GetProperty("psd2")[0];

        Psd2Statement statement = Read(item).Psd2!;

        statement.NcaName.Should().Be(expected.GetProperty("ncaName").GetString());
        statement.NcaId.Should().Be(expected.GetProperty("ncaId").GetString());
        statement.RoleEntries.Should().Equal(expected.GetProperty("roles").EnumerateArray().Select(
            role => new RoleOfPsp(role.GetProperty("oid").GetString()!, role.GetProperty("name").GetString()!)));
    }

    [TestCaseSource(typeof(BankingData), nameof(BankingData.All))]
    public void OrganizationIdentifier_is_read(BankingCase item)
    {
        string?[] expected =
            [.. item.Reads.GetProperty("organizationIdentifiers").EnumerateArray().Select(value => value.GetProperty("value").GetString())];

        OpenBankingEvidence.Read(item.Certificate).OrganizationIdentifierText.Should().Be(expected.SingleOrDefault());
    }

    [TestCaseSource(nameof(Vectors))]
    public void Statements_of_certificate_requests_are_read(JsonElement vector)
    {
        byte[] der = Convert.FromHexString(vector.GetProperty("der").GetString()!);

        QualifiedStatementsReader.TryRead(der, isCritical: false, out QualifiedStatements? statements, out _).Should().BeTrue();

        statements!.Types.Should().Be(Types[vector.GetProperty("type").GetString()!]);
        statements.Psd2!.Roles.ToNames().Should().Equal(Texts(vector, "roles"));
        statements.Psd2.NcaName.Should().Be(vector.GetProperty("ncaName").GetString());
        statements.Psd2.NcaId.Should().Be(vector.GetProperty("ncaId").GetString());
        statements.ClaimsQualified.Should().BeFalse();
        statements.Findings.Select(finding => finding.Code)
            .Should().Equal(Texts(vector, "deviations").Where(code => code != "qc-compliance-absent"));
    }

    [Test]
    public void Disclosure_statements_and_semantics_are_read()
    {
        QualifiedStatements statements = Read(BankingData.Find("qwac-national-scheme"));

        statements.DisclosureStatements.Should().Equal(new DisclosureStatement("https://qtsp.example/pds_en.pdf", "en"));
        statements.SemanticsIdentifier.Should().Be("0.4.0.194121.1.2");
        statements.NameRegistrationAuthorities.Should().BeEmpty();
        statements.Legislation.Should().BeNull();
        statements.ClaimsSecureDevice.Should().BeFalse();
        statements.Psd2.Should().BeNull();
    }

    private static QualifiedStatements Read(BankingCase item)
    {
        QualifiedStatements.TryRead(item.Certificate, out QualifiedStatements? statements, out OpenBankingFinding? fault)
            .Should().BeTrue(fault?.ToString());
        fault.Should().BeNull();
        return statements!;
    }

    private static string[] Texts(JsonElement item, string member) => item.TryGetProperty(member, out JsonElement texts)
        ? [.. texts.EnumerateArray().Select(text => text.GetString()!)]
        : [];
}
