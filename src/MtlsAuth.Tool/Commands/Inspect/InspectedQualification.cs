using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>
/// The section on qualified statements (EN 319 412-5, TS 119 495). All of it is what the certificate says: whether its issuer may say so,
/// a server's anchors decide.
/// </summary>
internal sealed record InspectedQualification(
    bool IsReadable,
    bool IsQualified,
    IReadOnlyList<string>? Legislation,
    IReadOnlyList<string> Types,
    bool IsQualifiedWebCertificate,
    IReadOnlyList<string> Roles,
    string? Authority,
    string? AuthorityName,
    string? OrganizationIdentifier,
    string? AuthorizationNumber,
    bool IsAcceptedByDefault,
    IReadOnlyList<InspectedDeviation> Findings)
{
    private static readonly (QualifiedCertificateTypes Type, string Name, string Meaning)[] KnownTypes =
    [
        (QualifiedCertificateTypes.Signature, "signature", "signatures"),
        (QualifiedCertificateTypes.Seal, "seal", "seals"),
        (QualifiedCertificateTypes.WebAuthentication, "web_authentication", "the web (TLS)"),
    ];

    private const string UnknownType = "unknown";

    /// <summary>Reads the statements; null of a certificate that has none.</summary>
    public static InspectedQualification? Find(ClientCertificate certificate)
    {
        // As with the methods: what an authority would have to vouch for is taken as vouched for.
        OpenBankingEvidence evidence = OpenBankingEvidence.Read(certificate, isIssuerTrusted: true);
        if (evidence.Findings.Any(static finding => finding.Deviation == CertificateDeviation.QcStatementsAbsent))
        {
            return null;
        }

        InspectedDeviation[] findings = [.. evidence.Findings.Select(InspectedDeviation.Of)];
        QualifiedStatements? statements = evidence.Statements;
        return new InspectedQualification(
            statements is not null,
            statements?.ClaimsQualified == true,
            statements?.Legislation,
            statements is null ? [] : NamesOf(statements),
            evidence.IsQualifiedWebCertificate,
            evidence.Roles.ToNames(),
            evidence.Authority?.ToString() ?? statements?.Psd2?.NcaId,
            statements?.Psd2?.NcaName,
            evidence.OrganizationIdentifierText,
            evidence.AuthorizationNumber,
            Array.TrueForAll(findings, static finding => finding.ByDefault != CertificateCheck.Enforce),
            findings);
    }

    public void WriteTo(IPage page)
    {
        page.WriteHeading("Qualified statements");
        page.WriteFields([.. ToFields()]);
        if (Findings.Count > 0)
        {
            page.WriteHeading("Findings");
            page.WriteTable(["code", "by default", "what"], [.. Findings.Select(static finding => finding.ToRow())]);
        }
    }

    private IEnumerable<(string Name, Cell Value)> ToFields()
    {
        if (IsReadable)
        {
            foreach ((string, Cell) field in ToFieldsOfStatements())
            {
                yield return field;
            }
        }

        yield return ("organization identifier", OrganizationIdentifier ?? "none");
        yield return ("authorization number", AuthorizationNumber ?? "none");
        yield return ("default policy", IsAcceptedByDefault
            ? new Cell("accepts it, if the server trusts its issuer", Tone.Good)
            : new Cell("refuses it", Tone.Bad));
    }

    private IEnumerable<(string Name, Cell Value)> ToFieldsOfStatements()
    {
        yield return ("qualified", !IsQualified ? new Cell("it does not say so", Tone.Bad)
            : Legislation is null ? "it says so, under the law of the EU"
            : new Cell($"it says so, under the law of {string.Join(", ", Legislation)}", Tone.Bad));
        yield return ("for", Types.Count == 0
            ? new Cell("it does not say, which means signatures", Tone.Bad)
            : Types is [UnknownType] ? new Cell("something unknown", Tone.Bad)
            : string.Join(", ", KnownTypes.Where(known => Types.Contains(known.Name)).Select(static known => known.Meaning)));
        yield return ("roles", Roles.Count == 0 ? "none" : string.Join(", ", Roles));
        yield return ("authority", Authority is null ? "none" : AuthorityName is null ? Authority : $"{Authority}, {AuthorityName}");
    }

    private static IReadOnlyList<string> NamesOf(QualifiedStatements statements) =>
        statements.Types == QualifiedCertificateTypes.None && statements.TypeCount > 0
            ? [UnknownType]
            : [.. KnownTypes.Where(known => statements.Types.HasFlag(known.Type)).Select(static known => known.Name)];
}
