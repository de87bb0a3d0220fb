namespace MtlsAuth.OpenBanking.Tests.Evidence;

/// <summary>Where our findings differ from those of an index, each with its reason.</summary>
internal static class Differences
{
    private const string Bare = "zlint's certificate holds the PSD2 statement and nothing else; its lint looks at no more";

    private const string OfTheForum =
        "the certificate tests the CA/Browser Forum's extension and is no qualified one; the lint looks at no more";

    private const string Brazil =
        "certificates of Open Finance Brasil are not qualified, and its profile does not ask; a policy ignores it there";

    public static IReadOnlyList<Difference> All { get; } =
    [
        Ours("br-brcac-2022-ou", "qc-statements-absent", Brazil),
        Ours("br-brcac-2023", "qc-statements-absent", Brazil),
        Ours("br-brcac-printable", "qc-statements-absent", Brazil),
        Ours("br-no-client-auth", "qc-statements-absent", Brazil),
        Ours("br-orgid-bare", "qc-statements-absent", Brazil),
        Ours(
            "drift-nca-not-na",
            "nca-name-not-na",
            "the name of a public authority is not NA either; the index has one of the two, and both for zlint's certificate of this kind"),
        Theirs(
            "qwac-from-withdrawn-ca",
            "issuer-not-anchor",
            "the chain says it and not the certificate: it is refused by tls_client_auth"),
        Ours("uk-obseal", "qc-compliance-absent", "as in all certificates of UK Open Banking; the index has it for the others"),
        Theirs(
            "pre-nca-name-not-latin",
            "nca-name-not-latin",
            "pkilint takes letters beyond ASCII for letters of another script; the Ö in it is Latin"),
        .. BareStatement("QcStmtEtsiPsd2ValidCert01"),
        .. BareStatement("QcStmtEtsiPsd2WrongEncodingCert01"),
        Ours(
            "QcStmtEtsiPsd2WrongEncodingCert01",
            "nca-id-unlisted",
            "ES-BDE, as in the certificate before it, where zlint warns of it; its lint for the encoding looks at no more"),
        .. BareStatement("QcStmtEtsiPsd2NcaIdPspPaValidCert01"),
        .. BareStatement("QcStmtEtsiPsd2NcaIdPspCbValidCert01"),
        .. BareStatement("QcStmtEtsiPsd2NcaIdPspPaInvalidCert01"),
        .. BareStatement("QcStmtEtsiPsd2RoleUnspecifiedCert01"),
        .. BareStatement("QcStmtEtsiPsd2RoleNameMismatchCert01"),
        .. BareStatement("QcStmtEtsiPsd2RolesEmptyCert01"),
        Ours("cabfOrgIdentifierPSDState", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ok_01", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ok_02", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ok_03", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ok_05", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ok_06", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ko_01", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ko_02", "qc-statements-absent", OfTheForum),
        Ours("orgid_subj_and_ext_ko_03", "qc-statements-absent", OfTheForum),
        Ours(
            "missingIdEtsiQcsQctWeb",
            "eku-no-client-auth",
            "a certificate for servers, which no client should show; the lint for the type looks at no usage"),
    ];

    private static Difference[] BareStatement(string name) =>
    [
        Ours(name, "qc-compliance-absent", Bare),
        Ours(name, "qc-type-absent", Bare),
        Ours(name, "orgid-absent", Bare),
    ];

    private static Difference Ours(string name, string code, string why) => new(name, code, IsOurs: true, why);

    private static Difference Theirs(string name, string code, string why) => new(name, code, IsOurs: false, why);
}
