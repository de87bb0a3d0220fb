using MtlsAuth;
using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking;

namespace AuthorizationServer.Page;

/// <summary>
/// Shows what a qualified certificate says of itself (EN 319 412-5, TS 119 495). Whether its issuer may say so, a server's anchors decide.
/// </summary>
internal static class QualificationView
{
    private static readonly OpenBankingPolicy DefaultPolicy = new();

    /// <summary>A section; nothing for certificates that have no such statements.</summary>
    public static Html Show(ClientCertificate certificate)
    {
        OpenBankingEvidence evidence = OpenBankingEvidence.Read(certificate, isIssuerTrusted: true);
        return evidence.Findings.Any(static finding => finding.Deviation == CertificateDeviation.QcStatementsAbsent)
            ? Html.Empty
            : Html.Of($"""
                <section class="card" aria-labelledby="qualification">
                <h2 id="qualification">Qualified statements</h2>
                <p class="hint">All of it is a claim, unless the server trusts the issuer for it.</p>
                <dl class="facts">
                <dt>Qualified</dt><dd>{DescribeQualification(evidence)}</dd>
                <dt>Roles</dt><dd>{ListOf(evidence.Roles.ToNames())}</dd>
                <dt>Authority</dt><dd>{DescribeAuthority(evidence)}</dd>
                <dt>Organization identifier</dt><dd>{TextOf(evidence.OrganizationIdentifierText)}</dd>
                <dt>Authorization number</dt><dd>{TextOf(evidence.AuthorizationNumber)}</dd>
                </dl>
                {ShowFindings(evidence.Findings)}
                </section>
                """);
    }

    private static string DescribeQualification(OpenBankingEvidence evidence) => evidence.IsQualifiedWebCertificate
        ? "for website authentication, under the law of the EU"
        : evidence.Statements is null ? "the statements cannot be read"
        : evidence.Statements.ClaimsQualified ? "for something else, or under another law"
        : "it does not say so";

    private static string DescribeAuthority(OpenBankingEvidence evidence) =>
        ListOf([.. new[] { evidence.Authority?.ToString() ?? evidence.Statements?.Psd2?.NcaId, evidence.Statements?.Psd2?.NcaName }
            .OfType<string>()]);

    private static Html ShowFindings(IReadOnlyList<OpenBankingFinding> findings) => findings.Count == 0 ? Html.Empty : Html.Of($"""
        <h3>Findings</h3>
        <ul>{findings.Select(ShowFinding)}</ul>
        """);

    private static Html ShowFinding(OpenBankingFinding finding) => Html.Of($"""
        <li>{ShowConsequence(DefaultPolicy.CheckOf(finding.Deviation, DefaultPolicy.RequireQualifiedCertificate))}
        <code>{finding.Code}</code>: {VisibleText.Shorten(finding.Detail)}</li>
        """);

    // What the default policy of MtlsAuth.OpenBanking does.
    private static Html ShowConsequence(CertificateCheck check) => check switch
    {
        CertificateCheck.Enforce => Html.Of($"""<span class="tag bad">refused</span>"""),
        CertificateCheck.Report => Html.Of($"""<span class="tag">reported</span>"""),
        _ => Html.Of($"""<span class="tag">ignored</span>"""),
    };

    private static string ListOf(IReadOnlyCollection<string> items) => TextOf(string.Join(", ", items));

    private static string TextOf(string? text) => string.IsNullOrEmpty(text) ? "none" : VisibleText.Shorten(text);
}
