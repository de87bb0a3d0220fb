using System.Text.Json;

namespace MtlsAuth.OpenBanking.Policies;

/// <summary>What the registration of one client demands of its certificate.</summary>
/// <param name="RequireQualifiedCertificate">Whether it has to be a QWAC.</param>
/// <param name="Roles">The roles that it has to give.</param>
/// <param name="OrganizationIdentifier">The identifier that it has to have, or null.</param>
internal readonly record struct ClientDemands(bool RequireQualifiedCertificate, PaymentServiceRoles Roles, string? OrganizationIdentifier)
{
    /// <summary>Reads the client's members; the name of the one that cannot be read, or null.</summary>
    public static string? Read(ClientMetadata metadata, out ClientDemands demands)
    {
        demands = default;
        if (metadata.AdditionalMembers is not { } members)
        {
            return null;
        }

        // A misspelt demand must not be silently without effect.
        if (members.Keys.FirstOrDefault(IsUnknown) is { } unknown)
        {
            return unknown;
        }

        bool isQualified = false;
        PaymentServiceRoles roles = PaymentServiceRoles.None;
        string? identifier = null;
        string? fault =
            members.TryGetValue(OpenBankingMetadata.RequireQualifiedCertificate, out JsonElement flag)
                && !TryReadFlag(flag, out isQualified)
                ? OpenBankingMetadata.RequireQualifiedCertificate
            : members.TryGetValue(OpenBankingMetadata.Roles, out JsonElement names) && !TryReadRoles(names, out roles)
                ? OpenBankingMetadata.Roles
            : members.TryGetValue(OpenBankingMetadata.OrganizationIdentifier, out JsonElement text) && !TryReadText(text, out identifier)
                ? OpenBankingMetadata.OrganizationIdentifier
            : null;
        demands = new ClientDemands(isQualified, roles, identifier);
        return fault;
    }

    private static bool IsUnknown(string member) =>
        member.StartsWith(OpenBankingMetadata.Prefix, StringComparison.Ordinal) && !OpenBankingMetadata.Names.Contains(member);

    private static bool TryReadFlag(JsonElement element, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        return value || element.ValueKind == JsonValueKind.False;
    }

    private static bool TryReadRoles(JsonElement element, out PaymentServiceRoles roles)
    {
        roles = PaymentServiceRoles.None;
        if (element.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !PaymentServiceRoleNames.TryParse(item.GetString(), out PaymentServiceRoles role))
            {
                return false;
            }

            roles |= role;
        }

        return true;
    }

    private static bool TryReadText(JsonElement element, out string? text)
    {
        text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        return !string.IsNullOrEmpty(text);
    }
}
