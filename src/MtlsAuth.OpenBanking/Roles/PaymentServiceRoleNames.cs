using MtlsAuth.OpenBanking.Roles;

namespace MtlsAuth.OpenBanking;

/// <summary>The names of roles in certificates and in client metadata, such as <c>PSP_AI</c>.</summary>
public static class PaymentServiceRoleNames
{
    /// <summary>The names of roles, in the order of their object identifiers.</summary>
    public static IReadOnlyList<string> ToNames(this PaymentServiceRoles roles) =>
        [.. RegisteredRole.All.Where(role => role.Role != PaymentServiceRoles.None && roles.HasFlag(role.Role)).Select(role => role.Name)];

    /// <summary>Reads the registered name of one role, letter by letter.</summary>
    /// <param name="name">The name; <c>Unspecified</c> is that of no role.</param>
    /// <param name="role">The role, or none.</param>
    /// <returns>Whether the name is that of a role.</returns>
    public static bool TryParse(string? name, out PaymentServiceRoles role)
    {
        role = RegisteredRole.All.FirstOrDefault(item => item.Name == name)?.Role ?? PaymentServiceRoles.None;
        return role != PaymentServiceRoles.None;
    }
}
