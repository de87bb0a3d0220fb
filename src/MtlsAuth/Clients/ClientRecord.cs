namespace MtlsAuth;

/// <summary>A client as a store that can be changed keeps it: its metadata, and what the server keeps beside that.</summary>
/// <remarks>
/// Immutable and thread-safe. <c>with</c> expressions make changed copies, which keep the version that the change is based on.
/// </remarks>
public sealed record ClientRecord
{
    /// <summary>The longest client id that is added, in characters, whatever the store.</summary>
    public const int MaximumClientIdLength = 255;

    /// <summary><c>client_id</c>, compared octet by octet.</summary>
    public required string ClientId { get; init; }

    /// <summary>The metadata, whose id is <see cref="ClientId"/>; null if it cannot be read any more.</summary>
    public required ClientMetadata? Metadata { get; init; }

    /// <summary>Why the metadata cannot be read, for the log; null if it can.</summary>
    public ClientMetadataError? Error { get; init; }

    /// <summary>What the store had when the record was found, written or added: another one after each change. Opaque.</summary>
    public string? Version { get; init; }

    /// <summary>The hash of the token by which the client manages its registration; null if it cannot (RFC 7592).</summary>
    public RegistrationAccessTokenHash? RegistrationAccessTokenHash { get; init; }

    /// <summary>When the client was added or last replaced; null if the store does not know.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>
    /// Whether a client can be added under this id: 1 to <see cref="MaximumClientIdLength"/> characters, of printable ASCII (RFC 6749,
    /// appendix A.1).
    /// </summary>
    public static bool IsAllowedClientId(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        return clientId.Length is > 0 and <= MaximumClientIdLength && !clientId.AsSpan().ContainsAnyExceptInRange(' ', '~');
    }

    // The record's own ToString would print every member.

    /// <summary>The client's id, for logs.</summary>
    public override string ToString() => $"client {ClientId}";
}
