namespace MtlsAuth;

/// <summary>What follows from a check of a certificate.</summary>
public enum CertificateCheck
{
    /// <summary>The check is not made.</summary>
    Ignore,

    /// <summary>A violation is reported with the result but refuses nobody: to see who would be refused.</summary>
    Report,

    /// <summary>A violation refuses the client.</summary>
    Enforce,
}
