namespace MtlsAuth.OpenBanking.Tests.Evidence;

/// <summary>A finding of ours that an index does not have, or one of an index that is none of ours, and why.</summary>
/// <param name="Name">The certificate.</param>
/// <param name="Code">The finding.</param>
/// <param name="IsOurs">Whether it is ours; otherwise the index's.</param>
/// <param name="Why">What explains it.</param>
internal sealed record Difference(string Name, string Code, bool IsOurs, string Why);
