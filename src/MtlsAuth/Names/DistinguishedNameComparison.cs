using System.Globalization;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>How two distinguished names compare.</summary>
/// <param name="match">What came of it; only <see cref="DistinguishedNameMatch.Equal"/> is a match.</param>
/// <param name="position">
/// The first RDN that differs, counted from 1 at the left end of the RFC 4514 string; 0 where it is not a single one that differs.
/// </param>
internal readonly struct DistinguishedNameComparison(DistinguishedNameMatch match, int position = 0)
{
    public DistinguishedNameMatch Match { get; } = match;

    public int Position { get; } = position;

    public static DistinguishedNameComparison Of(DistinguishedName left, DistinguishedName right)
    {
        IReadOnlyList<RelativeDistinguishedName> names = left.RelativeNames;
        IReadOnlyList<RelativeDistinguishedName> others = right.RelativeNames;
        if (names.Count != others.Count)
        {
            return new DistinguishedNameComparison(DistinguishedNameMatch.DifferentLength);
        }

        int difference = left.FindDifference(right);
        return difference < 0 ? new DistinguishedNameComparison(DistinguishedNameMatch.Equal)
            : AreEqualInReverse(names, others) ? new DistinguishedNameComparison(DistinguishedNameMatch.EqualInReverseOrder)
            : AreEqualInAnyOrder(names, others) ? new DistinguishedNameComparison(DistinguishedNameMatch.EqualExceptOrder)
            : new DistinguishedNameComparison(DistinguishedNameMatch.DifferentAttribute, difference + 1);
    }

    /// <summary>English words without any part of the names.</summary>
    public override string ToString() => Match switch
    {
        DistinguishedNameMatch.Equal => "equal",
        DistinguishedNameMatch.EqualInReverseOrder => "equal but for the order: one name is the reverse of the other",
        DistinguishedNameMatch.EqualExceptOrder => "equal but for the order",
        DistinguishedNameMatch.DifferentLength => "different number of RDNs",
        _ => string.Create(CultureInfo.InvariantCulture, $"differs at RDN {Position}"),
    };

    private static bool AreEqualInReverse(IReadOnlyList<RelativeDistinguishedName> names, IReadOnlyList<RelativeDistinguishedName> others)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (!names[i].Matches(others[others.Count - 1 - i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqualInAnyOrder(IReadOnlyList<RelativeDistinguishedName> names, IReadOnlyList<RelativeDistinguishedName> others)
    {
        // Each RDN uses up one equal RDN of the other name; equality is transitive, so the first one found will do.
        List<RelativeDistinguishedName> rest = [.. others];
        foreach (RelativeDistinguishedName name in names)
        {
            int index = rest.FindIndex(name.Matches);
            if (index < 0)
            {
                return false;
            }

            rest.RemoveAt(index);
        }

        return true;
    }
}
