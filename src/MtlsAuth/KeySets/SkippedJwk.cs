using System.Globalization;

namespace MtlsAuth;

/// <summary>A key of a JWK Set that is not used, and why.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SkippedJwk
{
    internal SkippedJwk(int index, string? keyId, SkippedJwkReason reason, string member, string detail = "")
    {
        Index = index;
        KeyId = keyId;
        Reason = reason;
        Member = member;
        Detail = detail;
    }

    /// <summary>Its place in <c>keys</c>, from 0.</summary>
    public int Index { get; }

    /// <summary>Its <c>kid</c>, if it has one that can be read.</summary>
    public string? KeyId { get; }

    /// <summary>Why it is not used.</summary>
    public SkippedJwkReason Reason { get; }

    /// <summary>The member at fault, such as <c>x</c>; empty if it is the entry as a whole.</summary>
    public string Member { get; }

    /// <summary>
    /// What is wrong with it, such as <c>leading zero octet</c>; empty if the reason says it all. For people: it quotes nothing from the
    /// key.
    /// </summary>
    public string Detail { get; }

    /// <summary>Place, reason and detail on one line, without the client's <c>kid</c>: <c>keys[0].n: InvalidModulus (even)</c>.</summary>
    public override string ToString()
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"keys[{Index}]");
        string member = Member.Length == 0 ? string.Empty : "." + Member;
        string detail = Detail.Length == 0 ? string.Empty : $" ({Detail})";
        return $"{place}{member}: {Reason}{detail}";
    }
}
