using MtlsAuth.Certificates;
using MtlsAuth.JwksUri;
using MtlsAuth.Registration;

namespace MtlsAuth.Docs.Tests;

/// <summary><c>docs/reasons.md</c> has each reason with its cause and its cure, and no others.</summary>
public sealed class ReasonsPageTests
{
    private static readonly MarkdownPage Page = new("docs/reasons.md");

    // Those are no refusals: there is nothing to cure.
    private static readonly string[] WithoutCure = ["Present", "Matches", "SameCertificate", "RenewedCertificate", "ClientOnly"];

    private static readonly object[] Sections =
    [
        Section<ClientAuthenticationFailureReason>("Reasons"),
        Section<PresentedCertificateStatus>("States of the certificate"),
        Section<CertificateFormatError>("Faults of certificates"),
        Section<SkippedJwkReason>("Faults of keys"),
        Section<ClientJwkSetError>("Faults of key sets"),
        Section<JwksUriFailure>("Keys behind jwks_uri"),
        Section<ClientRegistrationFindingKind>("Findings at registration"),
        Section<ClientRegistryFailureReason>("Changes that are not made"),
        Section<ConfirmationOutcome>("Bound tokens at an API"),
        new object[]
        {
            "Bound tokens at the token endpoint",
            NamesOf(typeof(TokenBindingRefusal)).Concat(NamesOf(typeof(RefreshTokenBindingOutcome))).ToArray(),
        },
    ];

    [TestCaseSource(nameof(Sections))]
    public void Every_reason_is_explained_with_cause_and_cure(string heading, string[] names)
    {
        string[][] rows = Table.RowsOf(Page, heading);

        rows.Select(static row => row[0]).Should().BeEquivalentTo(names.Select(static name => $"`{name}`"));
        rows.Where(static row => !WithoutCure.Contains(row[0].Trim('`')))
            .Should().OnlyContain(static row => row.Length == 3 && row[1].Length > 0 && row[2].Length > 0);
    }

    [Test]
    public void No_enumeration_of_reasons_is_forgotten()
    {
        string[] endings = ["Error", "Reason", "Failure", "Refusal", "Outcome", "FindingKind"];

        // What a store answers the library with: of concern to whoever writes one.
        string[] elsewhere = ["ClientRecordOutcome"];

        Libraries.All.SelectMany(static library => library.GetExportedTypes())
            .Where(type => type.IsEnum && Array.Exists(endings, ending => type.Name.EndsWith(ending, StringComparison.Ordinal)))
            .Select(static type => type.Name).Except(elsewhere)
            .Should().OnlyContain(name => Repository.SitePages.Any(page => page.Text.Contains($"`{name}`")));
    }

    private static object[] Section<T>(string heading)
        where T : struct, Enum => [heading, NamesOf(typeof(T))];

    private static string[] NamesOf(Type type) => [.. Enum.GetNames(type).Where(static name => name != "None")];
}
