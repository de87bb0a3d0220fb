namespace MtlsAuth.Registration;

/// <summary>What came of checking client metadata.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientRegistrationReport
{
    internal ClientRegistrationReport(ClientMetadata? metadata, IReadOnlyList<ClientRegistrationFinding> findings)
    {
        Findings = findings;
        ClientRegistrationFinding? error = findings.FirstOrDefault(finding => finding.Severity == ClientRegistrationSeverity.Error);
        Metadata = error is null ? metadata : null;

        // RFC 7591 §3.2.2. Only the first error: a client mends one thing after the other, and the server's log has them all.
        Error = error is null ? null : new OAuthError("invalid_client_metadata", error.ToString(), 400);
    }

    /// <summary>
    /// The metadata to store, with names of drafts replaced by their successors and without what the server assigns; null if it has to
    /// be refused.
    /// </summary>
    public ClientMetadata? Metadata { get; }

    /// <summary>All that was found, in the order of the checks.</summary>
    public IReadOnlyList<ClientRegistrationFinding> Findings { get; }

    /// <summary>The error response of the registration endpoint (RFC 7591 §3.2.2), or null if the metadata is acceptable.</summary>
    public OAuthError? Error { get; }
}
