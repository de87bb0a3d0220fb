namespace MtlsAuth.OpenBanking;

/// <summary>The PSD2 statement (TS 119 495 §5.1, Annex A): which roles a payment service provider has, and who authorised it.</summary>
/// <remarks>Immutable and thread-safe. Roles are those of the day of issue: a register knows whether they still hold.</remarks>
public sealed class Psd2Statement
{
    private readonly ReadOnlyMemory<RoleOfPsp> _entries;

    internal Psd2Statement(ReadOnlyMemory<RoleOfPsp> entries, PaymentServiceRoles roles, string ncaName, string ncaId)
    {
        _entries = entries;
        Roles = roles;
        NcaName = ncaName;
        NcaId = ncaId;
        Authority = CompetentAuthority.TryParse(ncaId, out CompetentAuthority? authority) ? authority : null;
    }

    /// <summary>The roles that are known and not contradicted by their own name.</summary>
    public PaymentServiceRoles Roles { get; }

    /// <summary>All roles in their order, as they stand there.</summary>
    public IReadOnlyList<RoleOfPsp> RoleEntries => _entries.ToArray();

    /// <summary>The name of the competent authority; <c>NA</c> of central banks and public authorities.</summary>
    public string NcaName { get; }

    /// <summary>The identifier of the competent authority, as it stands there.</summary>
    public string NcaId { get; }

    /// <summary>
    /// The authority that <see cref="NcaId"/> names; null if it is of another form, such as <c>NA</c>, a country alone, or an authority
    /// alone, from which no country is guessed.
    /// </summary>
    public CompetentAuthority? Authority { get; }
}
