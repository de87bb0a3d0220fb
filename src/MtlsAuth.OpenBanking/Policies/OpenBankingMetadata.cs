namespace MtlsAuth.OpenBanking;

/// <summary>Members of client metadata that are this library's own: what is demanded of one client's certificate.</summary>
/// <remarks>
/// They add to what the server demands, and take nothing away: a client that registers itself cannot loosen the server's policy. A member
/// that cannot be read refuses its client; so does any other one that begins with <c>open_banking_</c>, since it may be a misspelt demand.
/// Where the operator sets them and clients manage their own registration (RFC 7592), <see cref="Names"/> belong to the validator's
/// <c>ServerMembers</c>: otherwise a client takes a demand away by leaving it out of an update.
/// </remarks>
public static class OpenBankingMetadata
{
    internal const string Prefix = "open_banking_";

    /// <summary>
    /// <c>open_banking_roles</c>: an array of role names such as <c>PSP_AI</c>, each of which the certificate has to give.
    /// </summary>
    public const string Roles = "open_banking_roles";

    /// <summary>
    /// <c>open_banking_organization_identifier</c>: the organizationIdentifier that the certificate has to have, such as
    /// <c>PSDDE-BAFIN-10012345</c>.
    /// </summary>
    public const string OrganizationIdentifier = "open_banking_organization_identifier";

    /// <summary><c>open_banking_require_qualified_certificate</c>: true if the certificate has to be a QWAC.</summary>
    public const string RequireQualifiedCertificate = "open_banking_require_qualified_certificate";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Roles, OrganizationIdentifier, RequireQualifiedCertificate];
}
