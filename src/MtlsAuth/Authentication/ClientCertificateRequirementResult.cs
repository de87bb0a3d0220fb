namespace MtlsAuth;

/// <summary>Whether a certificate meets a further requirement, and what was found in it.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ClientCertificateRequirementResult
{
    private ClientCertificateRequirementResult(
        ClientCertificateFinding? refusal, object? evidence, IReadOnlyList<ClientCertificateFinding> reported)
    {
        Refusal = refusal;
        Evidence = evidence;
        Reported = reported;
    }

    /// <summary>Why the client is refused, or null if the requirement is met.</summary>
    public ClientCertificateFinding? Refusal { get; }

    /// <summary>What was gathered from the certificate, for whoever goes on with the result; null for nothing.</summary>
    public object? Evidence { get; }

    /// <summary>What was found and is only reported.</summary>
    public IReadOnlyList<ClientCertificateFinding> Reported { get; }

    /// <summary>The requirement is met.</summary>
    /// <param name="evidence">What was gathered: immutable, of a type of the requirement's own.</param>
    /// <param name="reported">What would be a refusal if it were not only reported.</param>
    public static ClientCertificateRequirementResult Met(
        object? evidence = null, IReadOnlyList<ClientCertificateFinding>? reported = null) => new(null, evidence, reported ?? []);

    /// <summary>The client is refused.</summary>
    /// <param name="refusal">Why, for the log.</param>
    /// <param name="evidence">What was gathered nevertheless.</param>
    /// <param name="reported">What else was found.</param>
    /// <exception cref="ArgumentNullException"><paramref name="refusal"/> is null.</exception>
    public static ClientCertificateRequirementResult NotMet(
        ClientCertificateFinding refusal, object? evidence = null, IReadOnlyList<ClientCertificateFinding>? reported = null)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new ClientCertificateRequirementResult(refusal, evidence, reported ?? []);
    }
}
