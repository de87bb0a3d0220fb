namespace MtlsAuth.Trust;

/// <summary>A chain that the platform has built, and what is to be made of it.</summary>
/// <param name="Validation">What is to be made of it.</param>
/// <param name="Certificates">From the certificate to the trust anchor, in DER; empty if there is no trusted chain.</param>
/// <param name="Further">All that the platform found above the certificate, perhaps beyond the anchor, in DER.</param>
internal sealed record BuiltChain(
    ChainValidation Validation, IReadOnlyList<ReadOnlyMemory<byte>> Certificates, IReadOnlyList<ReadOnlyMemory<byte>> Further)
{
    /// <summary>Whether the platform found a root that it was told to trust.</summary>
    public bool IsComplete { get; init; }

    public static BuiltChain Failed(ChainFailure failure, string? detail) => new(ChainValidation.Failed(failure, detail), [], []);
}
