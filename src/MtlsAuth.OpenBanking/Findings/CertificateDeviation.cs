namespace MtlsAuth.OpenBanking;

/// <summary>How a certificate deviates from what EN 319 412-5, TS 119 495 and the rules of open banking ask for.</summary>
/// <remarks>
/// The names and values are a stable contract; logs and metrics have them as lower-case words with hyphens, such as <c>roles-merged</c>.
/// What follows from each is for <see cref="OpenBankingPolicy.Checks"/> to say; the default stands with each.
/// </remarks>
public enum CertificateDeviation
{
    /// <summary>
    /// <c>qc-statements-absent</c>: there is no qcStatements extension. Enforced where a qualified certificate is demanded.
    /// </summary>
    QcStatementsAbsent = 1,

    /// <summary><c>qc-statements-critical</c>: the extension is critical (EN 319 412-5 QCS-4.1-02). Reported.</summary>
    QcStatementsCritical = 2,

    /// <summary><c>not-der</c>: the extension is not DER: a long or indefinite length, octets behind the end. Enforced.</summary>
    NotDer = 3,

    /// <summary>
    /// <c>statement-structure</c>: the extension is no list of statements, or QcType or QcCClegislation, which decide, do not hold what
    /// they have to. Enforced.
    /// </summary>
    StatementStructure = 4,

    /// <summary><c>statement-duplicate</c>: one statement is there twice, and readers could take either. Enforced.</summary>
    StatementDuplicate = 5,

    /// <summary><c>qc-compliance-absent</c>: the certificate does not claim to be qualified. Enforced where that is demanded.</summary>
    QcComplianceAbsent = 6,

    /// <summary>
    /// <c>qc-legislation-not-eu</c>: it is qualified under the law of countries that it names, so not the EU's. Enforced where a qualified
    /// certificate is demanded.
    /// </summary>
    QcLegislationNotEu = 7,

    /// <summary>
    /// <c>qc-type-absent</c>: no QcType, which counts as a certificate for signatures. Enforced where a qualified certificate is demanded.
    /// </summary>
    QcTypeAbsent = 8,

    /// <summary>
    /// <c>qc-type-several</c>: a web certificate of more than one type. Enforced where a qualified certificate is demanded.
    /// </summary>
    QcTypeSeveral = 9,

    /// <summary><c>qc-type-not-web</c>: a certificate for seals or signatures, on a TLS connection. Enforced.</summary>
    QcTypeNotWeb = 10,

    /// <summary>
    /// <c>psd2-absent</c>: an organizationIdentifier of a payment service provider, and no PSD2 statement: no roles. Reported.
    /// </summary>
    Psd2Absent = 11,

    /// <summary><c>psd2-structure</c>: the PSD2 statement does not decode as TS 119 495 Annex A says. Enforced.</summary>
    Psd2Structure = 12,

    /// <summary><c>psd2-string-type</c>: another string type where UTF8String belongs. Reported.</summary>
    Psd2StringType = 13,

    /// <summary><c>roles-empty</c>: the list of roles is empty (TS 119 495 GEN-5.2.2-1). Enforced.</summary>
    RolesEmpty = 14,

    /// <summary><c>roles-merged</c>: several roles in one RoleOfPSP, after a misreading of the text of 2018. Reported.</summary>
    RolesMerged = 15,

    /// <summary><c>role-duplicate</c>: one role twice. Reported.</summary>
    RoleDuplicate = 16,

    /// <summary><c>role-unknown</c>: a role that nobody here knows, which grants nothing. Reported.</summary>
    RoleUnknown = 17,

    /// <summary><c>role-oid-name-contradiction</c>: the object identifier of one role with the name of another. Enforced.</summary>
    RoleOidNameContradiction = 18,

    /// <summary><c>role-name-unregistered</c>: a name of no role; the object identifier decides. Reported.</summary>
    RoleNameUnregistered = 19,

    /// <summary><c>role-unspecified-among-others</c>: "unspecified", which says that no role is given, beside a role. Enforced.</summary>
    RoleUnspecifiedAmongOthers = 20,

    /// <summary>
    /// <c>nca-id-format</c>: NCAId is not country, hyphen and two to eight capitals. Nothing is guessed: country and authority are those of
    /// the organizationIdentifier. Reported.
    /// </summary>
    NcaIdFormat = 21,

    /// <summary>
    /// <c>nca-id-unlisted</c>: the code is not the one that the European Banking Authority lists for the country, or not the one in the
    /// organizationIdentifier. Reported.
    /// </summary>
    NcaIdUnlisted = 22,

    /// <summary>
    /// <c>nca-id-not-na</c>: a central bank or public authority whose NCAId is not <c>NA</c> (TS 119 495 V1.8.1). Reported.
    /// </summary>
    NcaIdNotNa = 23,

    /// <summary><c>nca-name-not-na</c>: the same of NCAName. Reported.</summary>
    NcaNameNotNa = 24,

    /// <summary><c>nca-name-not-latin</c>: NCAName has letters of another script (TS 119 495 GEN-5.2.3-1). Reported.</summary>
    NcaNameNotLatin = 25,

    /// <summary><c>nca-country-contradiction</c>: NCAId and organizationIdentifier name different countries. Enforced.</summary>
    NcaCountryContradiction = 26,

    /// <summary><c>orgid-absent</c>: a PSD2 statement, and no organizationIdentifier in the subject. Enforced.</summary>
    OrgidAbsent = 27,

    /// <summary><c>orgid-several</c>: the subject has more than one organizationIdentifier. Enforced.</summary>
    OrgidSeveral = 28,

    /// <summary><c>orgid-format</c>: the organizationIdentifier is not of the form of its scheme; there is no number. Reported.</summary>
    OrgidFormat = 29,

    /// <summary>
    /// <c>orgid-not-psd</c>: a PSD2 statement with an identifier of another scheme: there is no authorisation number. Reported.
    /// </summary>
    OrgidNotPsd = 30,

    /// <summary><c>orgid-prefix</c>: a bare UUID, where Open Finance Brasil has <c>OFBBR-</c> before it. Enforced.</summary>
    OrgidPrefix = 31,

    /// <summary>
    /// <c>orgid-extension-contradiction</c>: the CA/Browser Forum's extension 2.23.140.3.1 says something else than the subject. Enforced.
    /// </summary>
    OrgidExtensionContradiction = 32,

    /// <summary><c>orgid-extension-state</c>: that extension names a state with a scheme that has none. Reported.</summary>
    OrgidExtensionState = 33,

    /// <summary><c>orgid-extension-structure</c>: that extension does not decode. Enforced.</summary>
    OrgidExtensionStructure = 34,

    /// <summary><c>eku-no-client-auth</c>: the extended key usage does not allow client authentication. Enforced.</summary>
    EkuNoClientAuth = 35,

    /// <summary><c>eku-absent</c>: a web certificate without extended key usage, which restricts nothing. Reported.</summary>
    EkuAbsent = 36,

    /// <summary>
    /// <c>issuer-not-anchor</c>: no trusted authority vouches for the certificate, since the client's method validates no chain. What the
    /// certificate says are then claims that anybody can write. Enforced where something is demanded. Whatever follows from it, such claims
    /// give no roles.
    /// </summary>
    IssuerNotAnchor = 37,

    /// <summary>
    /// <c>qc-compliance-information</c>: QcCompliance, which is said by its identifier alone, holds something. Reported.
    /// </summary>
    QcComplianceInformation = 38,
}
