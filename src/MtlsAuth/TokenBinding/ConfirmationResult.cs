namespace MtlsAuth;

/// <summary>What came of comparing a token's <c>cnf</c> with the certificate of the connection.</summary>
/// <remarks>From one reading of the <c>cnf</c>. The default value is a <c>cnf</c> that cannot be read.</remarks>
public readonly struct ConfirmationResult
{
    private readonly IReadOnlyList<string>? _otherMembers;

    internal ConfirmationResult(ConfirmationOutcome outcome, IReadOnlyList<string>? otherMembers = null)
    {
        Outcome = outcome;
        _otherMembers = otherMembers;
    }

    /// <summary>What the two say of each other.</summary>
    public ConfirmationOutcome Outcome { get; }

    /// <summary>
    /// The names of the members besides <c>x5t#S256</c>, for whoever checks those; empty if there are none, or the <c>cnf</c> is malformed.
    /// </summary>
    public IReadOnlyList<string> OtherMembers => _otherMembers ?? [];
}
