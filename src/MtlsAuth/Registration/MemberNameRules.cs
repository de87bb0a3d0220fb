using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>Finds members that are nearly one of those that count: misspelt, they would be kept and have no effect.</summary>
internal static class MemberNameRules
{
    // Metadata comes from anybody, with as many members as fit into a request.
    private const int MaximumChecked = 100;

    public static void Check(ClientMetadata metadata, FindingCollection findings)
    {
        foreach (string name in (metadata.AdditionalMembers?.Keys ?? []).Take(MaximumChecked))
        {
            if (name.All(IsNameCharacter) && ClientMetadataReader.KnownMembers.FirstOrDefault(known => IsNearly(name, known)) is { } meant)
            {
                findings.Add(
                    ClientRegistrationSeverity.Warning,
                    ClientRegistrationFindingKind.MisspeltMember,
                    name,
                    $"The member is not known; {meant} may be meant.");
            }
        }
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    // In another style of writing, or different in one place by one or two letters.
    private static bool IsNearly(string name, string known)
    {
        ReadOnlySpan<char> left = Fold(name);
        ReadOnlySpan<char> right = Fold(known);
        int start = left.CommonPrefixLength(right);
        left = left[start..];
        right = right[start..];
        while (!left.IsEmpty && !right.IsEmpty && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        int letters = known.Length < 8 ? 1 : 2;
        return left.Length <= letters && right.Length <= letters;
    }

    private static string Fold(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
