namespace MtlsAuth.KeySets;

/// <summary>A key of a JWK Set that is not used, and why.</summary>
/// <param name="Index">Its place in <c>keys</c>, from 0.</param>
/// <param name="KeyId">Its <c>kid</c>, if it has one that can be read.</param>
/// <param name="Reason">Why it is not used.</param>
/// <param name="Member">The member at fault, such as <c>x</c>; empty if it is the entry as a whole.</param>
public sealed record SkippedJwk(int Index, string? KeyId, SkippedJwkReason Reason, string Member);
