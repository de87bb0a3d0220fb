using System.Globalization;

namespace MtlsAuth;

/// <summary>A key of a JWK Set that is not used, and why.</summary>
/// <param name="Index">Its place in <c>keys</c>, from 0.</param>
/// <param name="KeyId">Its <c>kid</c>, if it has one that can be read.</param>
/// <param name="Reason">Why it is not used.</param>
/// <param name="Member">The member at fault, such as <c>x</c>; empty if it is the entry as a whole.</param>
/// <param name="Detail">
/// What is wrong with it, such as <c>leading zero octet</c>; empty if the reason says it all. For people: it quotes nothing from the key.
/// </param>
public sealed record SkippedJwk(int Index, string? KeyId, SkippedJwkReason Reason, string Member, string Detail = "")
{
    /// <summary>Place, reason and detail on one line, without the client's <c>kid</c>: <c>keys[0].n: InvalidModulus (even)</c>.</summary>
    public override string ToString()
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"keys[{Index}]");
        string member = Member.Length == 0 ? string.Empty : "." + Member;
        string detail = Detail.Length == 0 ? string.Empty : $" ({Detail})";
        return $"{place}{member}: {Reason}{detail}";
    }
}
