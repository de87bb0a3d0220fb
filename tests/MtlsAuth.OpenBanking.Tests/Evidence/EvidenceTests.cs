using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenBanking.Tests.Evidence;

/// <summary>What the parts of a certificate say together.</summary>
public sealed class EvidenceTests
{
    private static readonly byte[] Ai = Qc.Role(3, "PSP_AI");

    [Test]
    public void Roles_count_only_where_the_issuer_is_trusted()
    {
        ClientCertificate certificate = BankingData.Find("qwac-pi-ai-rsa").Certificate;

        OpenBankingEvidence claimed = OpenBankingEvidence.Read(certificate);
        OpenBankingEvidence trusted = OpenBankingEvidence.Read(certificate, isIssuerTrusted: true);

        claimed.Roles.Should().Be(PaymentServiceRoles.None);
        claimed.IsQualifiedWebCertificate.Should().BeFalse();
        claimed.Statements!.Psd2!.Roles.Should().Be(PaymentServiceRoles.AccountInformation | PaymentServiceRoles.PaymentInitiation);
        trusted.Roles.Should().Be(PaymentServiceRoles.AccountInformation | PaymentServiceRoles.PaymentInitiation);
        trusted.IsQualifiedWebCertificate.Should().BeTrue();
        trusted.AuthorizationNumber.Should().Be("10012345");
        trusted.Authority.Should().Be(new CompetentAuthority("DE", "BAFIN"));
        trusted.OrganizationIdentifier!.Text.Should().Be("PSDDE-BAFIN-10012345");
    }

    [TestCase("qseal-psd2")]
    [TestCase("uk-obwac")]
    [TestCase("drift-type-missing")]
    [TestCase("plain-tls-client")]
    public void Other_certificates_are_no_qualified_ones_for_the_web(string name) =>
        OpenBankingEvidence.Read(BankingData.Find(name).Certificate, isIssuerTrusted: true).IsQualifiedWebCertificate.Should().BeFalse();

    [TestCase("drift-nca-id-country-only", "ES", "BE")]
    [TestCase("drift-nca-id-without-country", "ES", "BE")]
    [TestCase("drift-nca-id-stale", "LV", "FCMC")]
    public void An_authority_that_NCAId_does_not_name_is_that_of_the_identifier(string name, string country, string code) =>
        OpenBankingEvidence.Read(BankingData.Find(name).Certificate).Authority.Should().Be(new CompetentAuthority(country, code));

    [TestCase("qwac-central-bank-na")]
    [TestCase("qwac-without-psd2-vat")]
    public void Where_nobody_names_an_authority_there_is_none(string name)
    {
        OpenBankingEvidence evidence = OpenBankingEvidence.Read(BankingData.Find(name).Certificate);

        evidence.Authority.Should().BeNull();
        evidence.AuthorizationNumber.Should().BeNull();
        evidence.OrganizationIdentifier.Should().NotBeNull();
    }

    [Test]
    public void A_number_of_Open_Banking_Limited_is_no_authorization()
    {
        OpenBankingEvidence evidence = OpenBankingEvidence.Read(BankingData.Find("uk-obwac-ob-number").Certificate);

        evidence.AuthorizationNumber.Should().BeNull();
        evidence.Authority.Should().Be(new CompetentAuthority("GB", "FCA"));
        evidence.OrganizationIdentifier!.Reference.Should().Be("Unknown0015800001041REAAI");
    }

    [TestCase("DE-BAFIN", "PSDDE-BAFIN-1", "")]
    [TestCase("DE-BAFIN", "PSDFR-ACPR-1", "nca-country-contradiction")]
    [TestCase("NA", "PSDDE-BAFIN-1", "nca-id-format", Description = "Namibia is no authority, and NA is for central banks")]
    [TestCase("DE_BAFIN", "PSDFR-ACPR-1", "nca-id-format", Description = "no country is guessed")]
    [TestCase("DE-BBK", "PSDDE-BAFIN-1", "nca-id-unlisted")]
    [TestCase("DE-BBK", "PSDDE-BBK-1", "nca-id-unlisted")]
    [TestCase("CH-FINMA", "PSDCH-FINMA-1", "nca-id-unlisted")]
    [TestCase("DE-BAFIN", "NTRFR-1", "orgid-not-psd", Description = "a trade register names no authority")]
    [TestCase("DE-BAFIN", "BAFIN-1", "orgid-format")]
    [TestCase("DE-BAFIN", "67c57882-043b-11ec-9a03-0242ac130003", "orgid-prefix")]
    [TestCase("DE-BAFIN", "OFBBR-67c57882-043b-11ec-9a03-0242ac130003", "orgid-not-psd")]
    [TestCase("DE-BAFIN", "\"OFBBR- 67c57882-043b-11ec-9a03-0242ac130003\"", "orgid-format")]
    [TestCase("DE-BAFIN", "psdde-bafin-1", "orgid-format")]
    [TestCase("DE-BAFIN", "PSDUK-FCA-1", "orgid-format")]
    [TestCase("DE-BAFIN", "PSDDE-BAFIN", "orgid-format")]
    [TestCase("de-bafin", "PSDDE-BAFIN-1", "nca-id-format")]
    [TestCase("DE-BAFIN1", "PSDDE-BAFIN-1", "nca-id-format")]
    [TestCase("DEBAFIN", "PSDDE-BAFIN-1", "nca-id-format")]
    [TestCase("DE", "PSDFR-ACPR-1", "nca-id-format", Description = "a country alone may be an authority")]
    [TestCase("", "PSDDE-BAFIN-1", "nca-id-format")]
    [TestCase(" DE-BAFIN", "PSDDE-BAFIN-1", "nca-id-format")]
    [TestCase("EU-ECB", "PSDDE-BAFIN-1", "nca-id-format")]
    [TestCase("ES-BDE", "PSDES-BDE-1", "nca-id-unlisted")]
    [TestCase("ES-BE", "PSDES-BDE-1", "nca-id-unlisted")]
    [TestCase("IS-CBI", "PSDIE-CBI-1", "nca-country-contradiction")]
    public void Authority_and_identifier_are_compared(string ncaId, string identifier, string code) =>
        FindingsOf(Qc.Certificate(
                Der.Sequence(Qc.Compliance, Qc.Web, Qc.Psd2Of(ncaId, Ai)), $"CN=client, OID.2.5.4.97={identifier}"))
            .Should().Equal(code.Length == 0 ? [] : [code]);

    [TestCase("Banco de España", true)]
    [TestCase("Česká národní banka", true)]
    [TestCase("Bank of Greece (Τράπεζα της Ελλάδος)", false)]
    [TestCase("Банк", false)]
    [TestCase("中央銀行", false)]
    public void Latin_is_more_than_ASCII(string name, bool isLatin) =>
        FindingsOf(Qc.Certificate(Der.Sequence(
                Qc.Compliance, Qc.Web, Qc.Psd2(Der.Sequence(Ai), Der.Utf8String(name), Der.Utf8String("DE-BAFIN")))))
            .Should().Equal(isLatin ? [] : ["nca-name-not-latin"]);

    [Test]
    public void Two_identifiers_are_none()
    {
        ClientCertificate certificate = Qc.Certificate(
            Qc.QwacOf(Ai), "CN=client, OID.2.5.4.97=PSDDE-BAFIN-1, OID.2.5.4.97=PSDDE-BAFIN-1");

        FindingsOf(certificate).Should().Equal("orgid-several");
        OpenBankingEvidence.Read(certificate).OrganizationIdentifier.Should().BeNull();
        OpenBankingEvidence.Read(certificate).OrganizationIdentifierText.Should().BeNull();
    }

    [Test]
    public void A_certificate_of_a_provider_without_PSD2_statement_gives_no_roles()
    {
        ClientCertificate certificate = Qc.Certificate(Der.Sequence(Qc.Compliance, Qc.Web));

        FindingsOf(certificate).Should().Equal("psd2-absent");
        OpenBankingEvidence.Read(certificate, isIssuerTrusted: true).Roles.Should().Be(PaymentServiceRoles.None);
    }

    [Test]
    public void Law_of_a_country_is_not_the_EUs()
    {
        byte[] legislation = Qc.Statement("0.4.0.1862.1.7", Der.Sequence(Der.Element(0x13, "GB"u8)));
        ClientCertificate certificate = Qc.Certificate(Der.Sequence(Qc.Compliance, Qc.Web, legislation, Qc.Psd2OfRoles(Ai)));

        FindingsOf(certificate).Should().Equal("qc-legislation-not-eu");
        OpenBankingEvidence.Read(certificate, isIssuerTrusted: true).IsQualifiedWebCertificate.Should().BeFalse();
    }

    [Test]
    public void A_law_that_cannot_be_read_is_none_of_the_EUs()
    {
        foreach (byte[] legislation in new[] { Der.Null, Der.Sequence(Der.Null), Der.Sequence(), Array.Empty<byte>() })
        {
            ClientCertificate certificate = Qc.Certificate(
                Der.Sequence(Qc.Compliance, Qc.Web, Qc.Statement("0.4.0.1862.1.7", legislation)));

            OpenBankingEvidence.Read(certificate, isIssuerTrusted: true).IsQualifiedWebCertificate.Should().BeFalse();
            FindingsOf(certificate).Should().Contain("statement-structure").And.Contain("qc-legislation-not-eu");
        }
    }

    [Test]
    public void A_type_that_cannot_be_read_to_its_end_is_none()
    {
        ClientCertificate certificate = Qc.Certificate(Der.Sequence(
            Qc.Compliance,
            Qc.Statement("0.4.0.1862.1.6", Der.Sequence(Der.ObjectIdentifier("0.4.0.1862.1.6.3"), Der.Null))));

        OpenBankingEvidence evidence = OpenBankingEvidence.Read(certificate, isIssuerTrusted: true);

        evidence.Statements!.Types.Should().Be(QualifiedCertificateTypes.None);
        evidence.Statements.TypeCount.Should().Be(0);
        evidence.IsQualifiedWebCertificate.Should().BeFalse();
        FindingsOf(certificate).Should().Contain("statement-structure").And.Contain("qc-type-absent");
    }

    [TestCase("0.4.0.1862.1.6.3", "0.4.0.1862.1.6.3", "qc-type-several")]
    [TestCase("0.4.0.1862.1.6.3", "1.2.3", "qc-type-several")]
    [TestCase("0.4.0.1862.1.6.1", "0.4.0.1862.1.6.2", "qc-type-not-web")]
    [TestCase("1.2.3", "1.2.4", "qc-type-not-web")]
    public void A_type_is_one_and_web(string first, string second, string code) =>
        FindingsOf(Qc.Certificate(Der.Sequence(Qc.Compliance, Qc.Type(first, second), Qc.Psd2OfRoles(Ai)))).Should().Equal(code);

    [TestCase("PSD", "DE", null, "BAFIN-10012345", "")]
    [TestCase("PSD", "DE", null, "10012345", "")]
    [TestCase("PSD", "DE", null, "BAFIN-1001234", "orgid-extension-contradiction")]
    [TestCase("PSD", "FR", null, "BAFIN-10012345", "orgid-extension-contradiction")]
    [TestCase("VAT", "DE", null, "10012345", "orgid-extension-contradiction")]
    [TestCase("PSD", "DE", "BY", "BAFIN-10012345", "orgid-extension-state")]
    public void The_extension_has_to_say_the_same(string scheme, string country, string? state, string reference, string code) =>
        FindingsOf(Qc.Certificate(Qc.QwacOf(Ai), Qc.Subject, Extension(scheme, country, state, reference)))
            .Should().Equal(code.Length == 0 ? [] : [code]);

    [TestCase("VATDE-1", "VAT", "DE", null, "1", "")]
    [TestCase("VATDE-1", "VAT", "DE", null, "-1", "orgid-extension-contradiction")]
    [TestCase("VATDE-1", "VAT", "DE", "BY", "1", "orgid-extension-state")]
    [TestCase("VATDE-1", "VAT", "DE", "BY", "2", "orgid-extension-state orgid-extension-contradiction")]
    [TestCase("NTRUS+CA-1", "NTR", "US", "CA", "1", "")]
    [TestCase("NTRUS+CA-1", "NTR", "US", "NY", "1", "orgid-extension-contradiction")]
    [TestCase("NTRUS+CA-1", "NTR", "US", null, "1", "orgid-extension-contradiction")]
    [TestCase("PADFR-ACPR-1", "PSD", "FR", null, "ACPR-1", "orgid-format", Description = "what has no known form says nothing else")]
    public void The_extension_is_compared_with_identifiers_of_any_scheme(
        string identifier, string scheme, string country, string? state, string reference, string codes) =>
        FindingsOf(Qc.Certificate(
                Der.Sequence(Qc.Compliance, Qc.Web),
                $"CN=client, OID.2.5.4.97=\"{identifier}\"",
                Extension(scheme, country, state, reference)))
            .Should().Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [TestCase("3000")]
    [TestCase("0500")]
    [TestCase("30800000")]
    [TestCase("300B1303505344130244450500")]
    public void An_extension_that_does_not_decode_is_said(string der) =>
        FindingsOf(Qc.Certificate(Qc.QwacOf(Ai), Qc.Subject, Extension(Convert.FromHexString(der))))
            .Should().Equal("orgid-extension-structure");

    [Test]
    public void A_subject_that_cannot_be_read_has_no_identifier()
    {
        // A surrogate alone in UTF-16, which no reader can turn into text.
        byte[] attribute = Der.Sequence(Der.ObjectIdentifier("2.5.4.97"), Der.Element(0x1E, 0xD8, 0x00));
        byte[] der = new CertificateParts { Subject = Der.Sequence(Der.Set(attribute)) }
            .WithExtensions(CertificateParts.Extension(Qc.Extension, Qc.QwacOf(Ai))).Encode();
        ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out _).Should().BeTrue();

        certificate!.Subject.Should().BeNull();
        FindingsOf(certificate).Should().Contain("orgid-absent");
    }

    [Test]
    public void Null_is_no_certificate()
    {
        FluentActions.Invoking(() => OpenBankingEvidence.Read(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => QualifiedStatements.TryRead(null!, out _, out _)).Should().Throw<ArgumentNullException>();
    }

    private static X509Extension Extension(string scheme, string country, string? state, string reference) => Extension(Der.Sequence(
        Der.Element(0x13, System.Text.Encoding.ASCII.GetBytes(scheme)),
        Der.Element(0x13, System.Text.Encoding.ASCII.GetBytes(country)),
        state is null ? [] : Der.Implicit(0, System.Text.Encoding.ASCII.GetBytes(state)),
        Der.Utf8String(reference)));

    private static X509Extension Extension(byte[] der) => new("2.23.140.3.1", der, critical: false);

    private static string[] FindingsOf(ClientCertificate certificate) =>
        [.. OpenBankingEvidence.Read(certificate, isIssuerTrusted: true).Findings.Select(finding => finding.Code)];
}
