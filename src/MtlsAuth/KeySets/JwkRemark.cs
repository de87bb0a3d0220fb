namespace MtlsAuth;

/// <summary>Something about a key that is used all the same: a member that has no effect, or one that replaced others.</summary>
/// <param name="Member">The member, such as <c>x5c</c>.</param>
/// <param name="Reason">What it is about the member.</param>
/// <param name="Detail">More of it; empty if the reason says it all. For people: it quotes nothing from the key.</param>
public sealed record JwkRemark(string Member, SkippedJwkReason Reason, string Detail = "");
