namespace MtlsAuth.Registration;

/// <summary>What came of asking a registry for one client.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientRegistryResult
{
    private ClientRegistryResult(ClientRegistryFailureReason? failure) => Failure = failure;

    /// <summary>Why it was not done; null if it was.</summary>
    public ClientRegistryFailureReason? Failure { get; }

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Failure is null;

    /// <summary>
    /// What was found, added or replaced; null if it was removed, or not done. With
    /// <see cref="ClientRegistryFailureReason.Unavailable"/> it is the record whose metadata cannot be read.
    /// </summary>
    public ClientRecord? Record { get; private init; }

    /// <summary>What was found in the metadata to be written; what does not refuse it as well.</summary>
    public IReadOnlyList<ClientRegistrationFinding> Findings { get; private init; } = [];

    /// <summary>What the store threw, for the log; null if it threw nothing.</summary>
    public Exception? Exception { get; private init; }

    /// <summary>It was done.</summary>
    public static ClientRegistryResult Done(ClientRecord? record, IReadOnlyList<ClientRegistrationFinding>? findings = null) =>
        new(null) { Record = record, Findings = findings ?? [] };

    /// <summary>It was not done.</summary>
    public static ClientRegistryResult Failed(
        ClientRegistryFailureReason reason, IReadOnlyList<ClientRegistrationFinding>? findings = null) =>
        new(reason) { Findings = findings ?? [] };

    /// <summary>The store cannot be reached, or what it has of the client cannot be read.</summary>
    public static ClientRegistryResult Unavailable(Exception exception, ClientRecord? record = null) =>
        new(ClientRegistryFailureReason.Unavailable) { Exception = exception, Record = record };
}
