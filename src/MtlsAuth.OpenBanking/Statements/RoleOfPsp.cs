namespace MtlsAuth.OpenBanking;

/// <summary>One role as it stands in the certificate, known or not, contradictory or not (TS 119 495 Annex A).</summary>
/// <param name="Oid">The role's object identifier in dotted form: what counts.</param>
/// <param name="Name">The role's name.</param>
public readonly record struct RoleOfPsp(string Oid, string Name);
