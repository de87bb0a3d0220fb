namespace MtlsAuth.Trust;

/// <summary>What came of validating a chain.</summary>
/// <param name="Failure">Why it is not trusted.</param>
/// <param name="Detail">What the platform said of it, for the log.</param>
/// <param name="AnchorSubject">The anchor's Name in DER, of a trusted chain.</param>
/// <param name="ValidUntil">When the first certificate of a trusted chain expires; the end of time of one that is not trusted.</param>
internal sealed record ChainValidation(
    ChainFailure Failure, string? Detail, ReadOnlyMemory<byte> AnchorSubject, DateTimeOffset ValidUntil)
{
    /// <summary>Whether an authority of the chain is restricted to other usages than client authentication.</summary>
    public bool IsForOtherUsages { get; init; }

    /// <summary>Whether nothing is known of revocation, and the server goes on all the same.</summary>
    public bool IsRevocationUnknown { get; init; }

    public static ChainValidation Failed(ChainFailure failure, string? detail = null) =>
        new(failure, detail, default, DateTimeOffset.MaxValue);
}
