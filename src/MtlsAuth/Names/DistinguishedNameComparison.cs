using System.Globalization;

namespace MtlsAuth.Certificates;

/// <summary>How two distinguished names compare, in a form made for the log of a mismatch.</summary>
public readonly struct DistinguishedNameComparison
{
    internal DistinguishedNameComparison(DistinguishedNameMatch outcome, int position = 0)
    {
        Outcome = outcome;
        Position = position;
    }

    /// <summary>What came of it; only <see cref="DistinguishedNameMatch.Equal"/> is a match.</summary>
    public DistinguishedNameMatch Outcome { get; }

    /// <summary>
    /// The position of the first RDN that differs, counted from 1 at the left end of the RFC 4514 string,
    /// or 0 where <see cref="Outcome"/> is not <see cref="DistinguishedNameMatch.DifferentAttribute"/>.
    /// </summary>
    public int Position { get; }

    /// <summary>Says the outcome in English words, without any part of the names.</summary>
    public override string ToString() => Outcome switch
    {
        DistinguishedNameMatch.Equal => "equal",
        DistinguishedNameMatch.EqualInReverseOrder => "equal but for the order: one name is the reverse of the other",
        DistinguishedNameMatch.EqualExceptOrder => "equal but for the order",
        DistinguishedNameMatch.DifferentLength => "different number of RDNs",
        _ => string.Create(CultureInfo.InvariantCulture, $"differs at RDN {Position}"),
    };
}
