namespace MtlsAuth;

/// <summary>Something about a key that is used all the same: a member that has no effect, or one that replaced others.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class JwkRemark
{
    internal JwkRemark(string member, SkippedJwkReason reason, string detail = "")
    {
        Member = member;
        Reason = reason;
        Detail = detail;
    }

    /// <summary>The member, such as <c>x5c</c>.</summary>
    public string Member { get; }

    /// <summary>What it is about the member.</summary>
    public SkippedJwkReason Reason { get; }

    /// <summary>More of it; empty if the reason says it all. For people: it quotes nothing from the key.</summary>
    public string Detail { get; }
}
