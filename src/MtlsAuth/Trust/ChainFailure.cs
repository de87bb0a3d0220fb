namespace MtlsAuth.Trust;

/// <summary>Why a chain is not trusted.</summary>
internal enum ChainFailure
{
    None = 0,
    NotTrusted,
    WeakSignature,
    UnknownCriticalExtension,
    Revoked,
    RevocationUnknown,
    Busy,
}
