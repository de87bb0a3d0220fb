namespace MtlsAuth;

/// <summary>What is known of a chain's revocation.</summary>
public enum RevocationStatus
{
    /// <summary>Nothing is known. What follows is a setting, <see cref="ChainValidatorOptions.RevocationUnknown"/>.</summary>
    Unknown = 0,

    /// <summary>No certificate of the chain is revoked.</summary>
    Good,

    /// <summary>A certificate of the chain is revoked.</summary>
    Revoked,
}
