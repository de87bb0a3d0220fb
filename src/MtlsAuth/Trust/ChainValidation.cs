namespace MtlsAuth.Trust;

/// <summary>What came of building a chain.</summary>
/// <param name="Failure">Why it is not trusted.</param>
/// <param name="Detail">What the platform said of it, for the log.</param>
/// <param name="RootSubject">The root's Name in DER, of a trusted chain.</param>
/// <param name="TrustedUntil">When the first certificate of a trusted chain expires.</param>
internal sealed record ChainValidation(
    ChainFailure Failure, string? Detail, ReadOnlyMemory<byte> RootSubject, DateTimeOffset TrustedUntil)
{
    public static ChainValidation Failed(ChainFailure failure, string? detail = null) => new(failure, detail, default, default);
}
