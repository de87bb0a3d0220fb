using System.Text;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenBanking.Tests.Statements;

/// <summary>Statements that are not as they have to be: what is ambiguous or does not decode is said, and gives nothing.</summary>
public sealed class StructureTests
{
    private static readonly byte[] Ai = Qc.Role(3, "PSP_AI");
    private static readonly byte[] Pi = Qc.Role(2, "PSP_PI");
    private static readonly byte[] Name = Der.Utf8String("An authority");
    private static readonly byte[] Id = Der.Utf8String("DE-BAFIN");

    private static TestCaseData[] NoDer =>
    [
        Case("nothing", []),
        Case("an indefinite length", Convert.FromHexString("308000000000")),
        Case("a long length", Convert.FromHexString("308100")),
        Case("octets behind the end", [.. Qc.QwacOf(Ai), 0x05, 0x00]),
        Case("no end", Qc.QwacOf(Ai)[..^1]),
        Case("BER in what is unknown", Der.Sequence(Qc.Statement("1.2.3", Convert.FromHexString("048101AA")))),
        Case("a string in parts", Der.Sequence(Qc.Statement("1.2.3", Convert.FromHexString("2403040101")))),
        Case("a long INTEGER", Der.Sequence(Qc.Statement("1.2.3", Convert.FromHexString("02020001")))),
        Case("a BOOLEAN of 1", Der.Sequence(Qc.Statement("1.2.3", Convert.FromHexString("010101")))),
        Case("a long arc", Der.Sequence(Qc.Statement("1.2.3", Convert.FromHexString("0603808001")))),
        Case("a deep nesting", Der.Sequence(Qc.Statement("1.2.3", Nested(20)))),
    ];

    private static TestCaseData[] NoStatements =>
    [
        Case("a SET", Der.Set(Qc.Compliance)),
        Case("a SET in it", Der.Sequence(Der.Set())),
        Case("an empty statement", Der.Sequence(Der.Sequence())),
        Case("no identifier", Der.Sequence(Der.Sequence(Der.Null))),
        Case("two values", Der.Sequence(Qc.Statement("1.2.3", Der.Null, Der.Null))),
        Case("65 of them", Der.Sequence([.. Enumerable.Range(1, 65).Select(i => Qc.Statement($"1.2.{i}"))])),
        Case("QcType without a value", Der.Sequence(Qc.Compliance, Qc.Statement("0.4.0.1862.1.6"))),
        Case("QcType of NULL", Der.Sequence(Qc.Statement("0.4.0.1862.1.6", Der.Sequence(Der.Null)))),
        Case("QcCClegislation of NULL", Der.Sequence(Qc.Statement("0.4.0.1862.1.7", Der.Null))),
        Case("QcCClegislation of nobody", Der.Sequence(Qc.Statement("0.4.0.1862.1.7", Der.Sequence()))),
    ];

    private static TestCaseData[] NoPsd2 =>
    [
        Case("nothing", Qc.Statement("0.4.0.19495.2")),
        Case("an empty SEQUENCE", Qc.Psd2()),
        Case("a SET", Qc.Statement("0.4.0.19495.2", Der.Set(Der.Sequence(Ai), Name, Id))),
        Case("no nCAId", Qc.Psd2(Der.Sequence(Ai), Name)),
        Case("something behind nCAId", Qc.Psd2(Der.Sequence(Ai), Name, Id, Name)),
        Case("another order", Qc.Psd2(Name, Id, Der.Sequence(Ai))),
        Case("a tag around the roles", Qc.Psd2(Der.Explicit(0, Der.Sequence(Ai)), Name, Id)),
        Case("an empty role", Qc.Psd2(Der.Sequence(Der.Sequence()), Name, Id)),
        Case("a role that is a SET", Qc.Psd2(Der.Sequence(Der.Set()), Name, Id)),
        Case("a role without name", Qc.Psd2(Der.Sequence(Der.Sequence(Qc.RolePair(3, "PSP_AI")[0])), Name, Id)),
        Case("a role without identifier", Qc.Psd2(Der.Sequence(Der.Sequence(Name, Name)), Name, Id)),
        Case("three fields", Qc.Psd2(Der.Sequence(Der.Sequence([.. Qc.RolePair(3, "PSP_AI"), Name])), Name, Id)),
        Case("an empty nCAName", Qc.Psd2(Der.Sequence(Ai), Der.Utf8String(""), Id)),
        Case("a long nCAName", Qc.Psd2(Der.Sequence(Ai), Der.Utf8String(new string('a', 257)), Id)),
        Case("no UTF-8", Qc.Psd2(Der.Sequence(Ai), Der.Element(0x0C, 0xC0, 0x80), Id)),
        Case("no ASCII", Qc.Psd2(Der.Sequence(Ai), Der.Element(0x13, 0xE4), Id)),
        Case("half a character of UTF-16", Qc.Psd2(Der.Sequence(Ai), Der.Element(0x1E, 0xD8, 0x00), Id)),
        Case("half a character of UTF-32", Qc.Psd2(Der.Sequence(Ai), Der.Element(0x1C, 0, 0, 0xD8, 0x00), Id)),
        Case("octets", Qc.Psd2(Der.Sequence(Ai), Der.OctetString(0x41), Id)),
        Case("another class of tag", Qc.Psd2(Der.Sequence(Ai), Der.Implicit(12, 0x41), Id)),
        Case("65 roles", Qc.Psd2(Der.Sequence([.. Enumerable.Repeat(Ai, 65)]), Name, Id)),
    ];

    [TestCaseSource(nameof(NoDer))]
    public void What_is_not_DER_gives_no_statement(byte[] extension) => Qc.FindingsOf(extension).Should().Equal("not-der");

    [TestCaseSource(nameof(NoStatements))]
    public void What_does_not_hold_statements_is_said(byte[] extension) =>
        Qc.FindingsOf(extension).Should().Equal("statement-structure");

    [TestCaseSource(nameof(NoPsd2))]
    public void A_PSD2_statement_of_another_structure_gives_no_roles(byte[] statement)
    {
        byte[] extension = Der.Sequence(Qc.Compliance, Qc.Web, statement);

        Qc.FindingsOf(extension).Should().Contain("psd2-structure");
        Qc.Read(extension).Psd2.Should().BeNull();
        Qc.Read(extension).ClaimsQualified.Should().BeTrue();
    }

    [Test]
    public void Compliance_is_claimed_whatever_stands_beside_it()
    {
        byte[] extension = Der.Sequence(Qc.Statement("0.4.0.1862.1.1", Der.Null), Qc.Web);

        Qc.FindingsOf(extension).Should().Equal("qc-compliance-information");
        Qc.Read(extension).ClaimsQualified.Should().BeTrue();
    }

    [Test]
    public void A_list_of_64_is_read_and_may_be_empty()
    {
        Qc.Read(Der.Sequence([.. Enumerable.Range(1, 64).Select(i => Qc.Statement($"1.2.{i}"))])).All.Should().HaveCount(64);
        Qc.Read(Der.Sequence()).All.Should().BeEmpty();
    }

    [Test]
    public void Unknown_statements_are_kept_with_what_they_say()
    {
        QualifiedStatements statements = Qc.Read(Der.Sequence(
            Qc.Statement("1.2.752.201.3.1"),
            Qc.Statement("2.25.329800735698586629295641978511506172918", Der.Utf8String("national"))));

        statements.All.Select(statement => statement.Oid)
            .Should().Equal("1.2.752.201.3.1", "2.25.329800735698586629295641978511506172918");
        statements.All[0].Information.IsEmpty.Should().BeTrue();
        statements.All[1].Information.ToArray().Should().Equal(Der.Utf8String("national"));
        statements.All.Should().OnlyContain(statement => !statement.IsUnderstood);
        statements.Findings.Should().BeEmpty();
    }

    // The largest numbers that are taken, first and later, and as many of them as there may be.
    [Test]
    public void Identifiers_at_the_limits_have_a_text()
    {
        byte[] largest = [0x83, .. Enumerable.Repeat((byte)0xFF, 17), 0x7F];
        byte[][] identifiers =
        [
            largest,
            [0x2A, .. largest],
            [.. Enumerable.Repeat(largest, 6).SelectMany(octets => octets)],
            [.. Enumerable.Repeat((byte)1, 63)],
        ];

        foreach (byte[] identifier in identifiers)
        {
            byte[] statement = Der.Sequence(Der.Element(0x06, identifier));

            Qc.FindingsOf(Der.Sequence(statement, statement)).Should().Equal("statement-duplicate");
            Qc.Read(Der.Sequence(statement)).All.Should().ContainSingle().Which.Oid.Should().MatchRegex(@"^[0-2](\.[0-9]+)+$");
        }
    }

    [Test]
    public void A_statement_twice_is_ambiguous_known_or_not()
    {
        Qc.FindingsOf(Der.Sequence(Qc.Statement("1.2.3"), Qc.Compliance, Qc.Statement("1.2.3"))).Should().Equal("statement-duplicate");
        Qc.Read(Der.Sequence(Qc.Psd2OfRoles(Ai), Qc.Psd2OfRoles(Ai))).Psd2.Should().BeNull();
    }

    [Test]
    public void Roles_count_by_identifier()
    {
        RolesOf(Ai, Pi).Should().Be(PaymentServiceRoles.AccountInformation | PaymentServiceRoles.PaymentInitiation);
        RolesOf(Qc.Role(0, "Unspecified")).Should().Be(PaymentServiceRoles.None);
        RolesOf(Qc.Role(51, "VOP_RS"), Qc.Role(52, "VOP_VS")).Should().Be(PaymentServiceRoles.VopRs | PaymentServiceRoles.VopVs);
        RolesOf(Qc.Role(3, "AISP")).Should().Be(PaymentServiceRoles.AccountInformation);
        RolesOf(Qc.Role(99, "PSP_AI")).Should().Be(PaymentServiceRoles.None);
        RolesOf(Qc.Role(3, "PSP_PI"), Ai).Should().Be(PaymentServiceRoles.None);
        RolesOf(Qc.Role(0, "Unspecified"), Ai).Should().Be(PaymentServiceRoles.None);
    }

    [TestCase(3, "AISP", "role-name-unregistered")]
    [TestCase(3, "PSP_AI ", "role-name-unregistered")]
    [TestCase(3, "psp_ai", "role-name-unregistered")]
    [TestCase(3, "", "role-name-unregistered")]
    [TestCase(0, "unspecified", "role-name-unregistered")]
    [TestCase(3, "PSP_PI", "role-oid-name-contradiction")]
    [TestCase(3, " psp_pi", "role-oid-name-contradiction")]
    [TestCase(3, "Unspecified", "role-oid-name-contradiction")]
    [TestCase(0, "PSP_AI", "role-oid-name-contradiction")]
    [TestCase(7, "PSP_XY", "role-unknown")]
    public void A_name_that_is_not_the_registered_one_is_said(int number, string name, string code) =>
        Qc.FindingsOf(Qc.QwacOf(Qc.Role(number, name))).Should().Equal(code);

    // Each is as long as the registered one and ends like it.
    [TestCase("0.4.0.19496.1.3")]
    [TestCase("0.4.1.19495.1.3")]
    [TestCase("0.4.0.19495.2.3")]
    [TestCase("1.4.0.19495.1.3")]
    [TestCase("0.4.0.19495.1.3.3")]
    [TestCase("0.4.0.19495.3")]
    [TestCase("0.4.0.19495.1.131")]
    public void A_role_of_somebody_else_grants_nothing(string oid)
    {
        byte[] extension = Qc.QwacOf(Der.Sequence(Der.ObjectIdentifier(oid), Der.Utf8String("PSP_AI")));

        Qc.FindingsOf(extension).Should().Equal("role-unknown");
        Qc.Read(extension).Psd2!.Roles.Should().Be(PaymentServiceRoles.None);
    }

    [TestCase("0.4.0.1863.1.6.3")]
    [TestCase("0.4.0.1862.1.7.3")]
    [TestCase("0.4.0.1862.1.6.3.3")]
    public void A_type_of_somebody_else_is_not_web(string oid) =>
        Qc.Read(Der.Sequence(Qc.Compliance, Qc.Type(oid))).Types.Should().Be(QualifiedCertificateTypes.None);

    [TestCase("0.4.0.1863.1.1")]
    [TestCase("0.4.0.1862.2.1")]
    [TestCase("0.4.0.1862.1.1.1")]
    [TestCase("0.4.0.19495.3")]
    [TestCase("0.4.0.19495.2.2")]
    [TestCase("1.3.6.1.5.5.7.12.2")]
    public void A_statement_of_somebody_else_is_not_understood(string oid)
    {
        QualifiedStatements statements = Qc.Read(Der.Sequence(Qc.Statement(oid, Der.Sequence(Der.Sequence(Ai), Name, Id))));

        statements.All.Should().ContainSingle().Which.IsUnderstood.Should().BeFalse();
        statements.ClaimsQualified.Should().BeFalse();
        statements.Psd2.Should().BeNull();
    }

    [Test]
    public void Roles_twice_none_and_beside_unspecified_are_said()
    {
        Qc.FindingsOf(Qc.QwacOf(Ai, Pi, Ai)).Should().Equal("role-duplicate");
        Qc.FindingsOf(Qc.QwacOf()).Should().Equal("roles-empty");
        Qc.FindingsOf(Qc.QwacOf(Qc.Role(0, "Unspecified"), Ai)).Should().Equal("role-unspecified-among-others");
    }

    [Test]
    public void Roles_in_one_RoleOfPSP_are_read_all_the_same()
    {
        byte[] extension = Qc.QwacOf(Der.Sequence([.. Qc.RolePair(2, "PSP_PI"), .. Qc.RolePair(3, "PSP_AI")]));

        Qc.FindingsOf(extension).Should().Equal("roles-merged");
        Qc.Read(extension).Psd2!.Roles
            .Should().Be(PaymentServiceRoles.AccountInformation | PaymentServiceRoles.PaymentInitiation);
    }

    [Test]
    public void Other_string_types_are_read_and_said()
    {
        byte[] extension = Der.Sequence(Qc.Psd2(
            Der.Sequence(Der.Sequence(Qc.RolePair(3, "PSP_AI")[0], Der.Element(0x13, "PSP_AI"u8))),
            Der.Element(0x1E, Encoding.BigEndianUnicode.GetBytes("Banco de España")),
            Der.Element(0x14, "ES-BE"u8)));

        Qc.FindingsOf(extension).Should().Equal("psd2-string-type");
        Qc.Read(extension).Psd2!.NcaName.Should().Be("Banco de España");
        Qc.Read(extension).Psd2!.Authority.Should().Be(new CompetentAuthority("ES", "BE"));
        Qc.Read(extension).Psd2!.Roles.Should().Be(PaymentServiceRoles.AccountInformation);
    }

    [Test]
    public void What_is_for_people_is_read_when_it_is_asked_for()
    {
        QualifiedStatements statements = Qc.Read(Der.Sequence(
            Qc.Statement("0.4.0.1862.1.2", Der.Sequence(Der.Element(0x13, "EUR"u8), Der.Integer(0x05), Der.Integer(0x03))),
            Qc.Statement("0.4.0.1862.1.3", Der.Integer(0x0A)),
            Qc.Statement("0.4.0.1862.1.4"),
            Qc.Statement("0.4.0.1862.1.5", Der.Sequence(
                Der.Sequence(Der.Element(0x16, "https://a.example"u8), Der.Element(0x13, "en"u8)),
                Der.Sequence(Der.Element(0x16, "http://b.example"u8), Der.Element(0x13, "xy"u8)))),
            Qc.Statement("0.4.0.1862.1.7", Der.Sequence(Der.Element(0x13, "GB"u8), Der.Element(0x13, "CH"u8))),
            Qc.Statement("0.4.0.1862.1.8", Der.Sequence(Der.ObjectIdentifier("0.4.0.1862.1.8.2"))),
            Qc.Statement("0.4.0.1862.1.9", Der.Sequence(Der.Element(0x13, "GB"u8))),
            Qc.Statement("1.3.6.1.5.5.7.11.2", Der.Sequence(
                Der.ObjectIdentifier("0.4.0.194121.1.2"), Der.Sequence(Der.Implicit(6, "https://r.example"u8), Der.Implicit(2, "x"u8))))));

        statements.Limit.Should().Be(new TransactionLimit("EUR", 5, 3));
        statements.RetentionYears.Should().Be(10);
        statements.ClaimsSecureDevice.Should().BeTrue();
        statements.DisclosureStatements.Should().Equal(
            new DisclosureStatement("https://a.example", "en"), new DisclosureStatement("http://b.example", "xy"));
        statements.Legislation.Should().Equal("GB", "CH");
        statements.IdentificationMethods.Should().Equal("0.4.0.1862.1.8.2");
        statements.DeviceLegislation.Should().Equal("GB");
        statements.SemanticsIdentifier.Should().Be("0.4.0.194121.1.2");
        statements.NameRegistrationAuthorities.Should().Equal("https://r.example");
        statements.All.Should().OnlyContain(statement => statement.IsUnderstood);
        statements.Findings.Should().BeEmpty();
    }

    [Test]
    public void A_limit_may_have_a_number_for_its_currency() =>
        Qc.Read(Der.Sequence(Qc.Statement("0.4.0.1862.1.2", Der.Sequence(Der.Integer(36), Der.Integer(0x05), Der.Integer(0xFF)))))
            .Limit.Should().Be(new TransactionLimit("036", 5, -1));

    [Test]
    public void What_is_for_people_and_cannot_be_read_is_absent()
    {
        string[] oids =
        [
            "0.4.0.1862.1.2", "0.4.0.1862.1.3", "0.4.0.1862.1.5", "0.4.0.1862.1.8", "0.4.0.1862.1.9", "1.3.6.1.5.5.7.11.2",
        ];
        QualifiedStatements statements = Qc.Read(Der.Sequence([.. oids.Select(oid => Qc.Statement(oid, Der.Sequence(Der.Null)))]));

        statements.Limit.Should().BeNull();
        statements.RetentionYears.Should().BeNull();
        statements.DisclosureStatements.Should().BeEmpty();
        statements.IdentificationMethods.Should().BeEmpty();
        statements.DeviceLegislation.Should().BeNull();
        statements.SemanticsIdentifier.Should().BeNull();
        statements.NameRegistrationAuthorities.Should().BeEmpty();
        statements.Findings.Should().BeEmpty();
    }

    private static TestCaseData Case(string name, byte[] der) => new TestCaseData(der).SetArgDisplayNames(name);

    private static PaymentServiceRoles RolesOf(params byte[][] roles) => Qc.Read(Qc.QwacOf(roles)).Psd2!.Roles;

    private static byte[] Nested(int depth) => depth == 0 ? Der.Null : Der.Sequence(Nested(depth - 1));
}
