namespace MtlsAuth.Registration;

/// <summary>A client that was not imported, and why.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientImportRefusal
{
    internal ClientImportRefusal(
        long index, string clientId, ClientRegistryFailureReason reason, IReadOnlyList<ClientRegistrationFinding> findings)
    {
        Index = index;
        ClientId = clientId;
        Reason = reason;
        Findings = findings;
    }

    /// <summary>Its place among the clients that were to be imported, from 0.</summary>
    public long Index { get; }

    /// <summary>Its id; empty if it has none.</summary>
    public string ClientId { get; }

    /// <summary>Why it was not added.</summary>
    public ClientRegistryFailureReason Reason { get; }

    /// <summary>What its metadata is refused for.</summary>
    public IReadOnlyList<ClientRegistrationFinding> Findings { get; }
}
