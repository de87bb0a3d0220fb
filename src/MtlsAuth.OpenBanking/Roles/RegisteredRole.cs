namespace MtlsAuth.OpenBanking.Roles;

/// <summary>A role that TS 119 495 registers: its object identifier 0.4.0.19495.1.<paramref name="Number"/> and its name.</summary>
internal sealed record RegisteredRole(byte Number, string Name, PaymentServiceRoles Role)
{
    public static readonly IReadOnlyList<RegisteredRole> All =
    [
        new(0, "Unspecified", PaymentServiceRoles.None),
        new(1, "PSP_AS", PaymentServiceRoles.AccountServicing),
        new(2, "PSP_PI", PaymentServiceRoles.PaymentInitiation),
        new(3, "PSP_AI", PaymentServiceRoles.AccountInformation),
        new(4, "PSP_IC", PaymentServiceRoles.CardBasedInstruments),
        new(5, "PSP_CB", PaymentServiceRoles.CentralBank),
        new(6, "PSP_PA", PaymentServiceRoles.PublicAuthority),
        new(51, "VOP_RS", PaymentServiceRoles.VopRs),
        new(52, "VOP_VS", PaymentServiceRoles.VopVs),
    ];

    private static readonly RegisteredRole?[] ByNumber = CreateByNumber();

    /// <summary>The object identifier in dotted form.</summary>
    public string Oid { get; } = $"0.4.0.19495.1.{Number}";

    // 0.4.0.19495.1
    private static ReadOnlySpan<byte> Arc => [0x04, 0x00, 0x81, 0x98, 0x27, 0x01];

    /// <summary>Finds a role by the contents of its OBJECT IDENTIFIER; null if it is not registered.</summary>
    public static RegisteredRole? Find(ReadOnlySpan<byte> identifier) =>
        identifier.Length == Arc.Length + 1 && identifier.StartsWith(Arc) && identifier[^1] < ByNumber.Length
            ? ByNumber[identifier[^1]]
            : null;

    /// <summary>
    /// Finds the role that a name names, whatever its case and the spaces around it: for what contradicts an object identifier.
    /// </summary>
    public static RegisteredRole? FindMeant(string name)
    {
        foreach (RegisteredRole role in All)
        {
            if (name.AsSpan().Trim().Equals(role.Name, StringComparison.OrdinalIgnoreCase))
            {
                return role;
            }
        }

        return null;
    }

    private static RegisteredRole?[] CreateByNumber()
    {
        RegisteredRole?[] roles = new RegisteredRole?[0x80];
        foreach (RegisteredRole role in All)
        {
            roles[role.Number] = role;
        }

        return roles;
    }
}
