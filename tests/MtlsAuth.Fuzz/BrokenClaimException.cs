namespace MtlsAuth.Fuzz;

/// <summary>Something that holds for every input does not hold for this one.</summary>
internal sealed class BrokenClaimException(string claim) : Exception($"This does not hold: {claim}.");
