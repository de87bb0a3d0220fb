namespace MtlsAuth.Authentication;

/// <summary>What came of the further requirements.</summary>
/// <param name="Refusal">Why the client is refused, or null.</param>
/// <param name="Exception">What a requirement has thrown, or null.</param>
/// <param name="Evidence">What the requirements gathered.</param>
/// <param name="Reported">What they found and only report.</param>
internal sealed record RequirementOutcome(
    ClientCertificateFinding? Refusal,
    Exception? Exception,
    IReadOnlyList<object> Evidence,
    IReadOnlyList<ClientCertificateFinding> Reported);
