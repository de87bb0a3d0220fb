namespace MtlsAuth.Registration;

/// <summary>Why a registry did not do what it was asked for. The values are a stable contract.</summary>
public enum ClientRegistryFailureReason
{
    /// <summary>There is no client with this id.</summary>
    NotFound = 1,

    /// <summary>There is a client with this id already.</summary>
    AlreadyExists,

    /// <summary>Somebody else changed the client since its version was found: find it again.</summary>
    Conflict,

    /// <summary>The metadata is refused; <see cref="ClientRegistryResult.Findings"/> say for what.</summary>
    InvalidMetadata,

    /// <summary>
    /// The store cannot be reached, or the client's metadata in it cannot be read. A change may have been made nevertheless: find the
    /// client to know.
    /// </summary>
    Unavailable,
}
