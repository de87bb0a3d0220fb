namespace MtlsAuth.OpenBanking;

/// <summary>What a qualified certificate is for (EN 319 412-5 §4.2.3, QcType): one of these in current versions.</summary>
[Flags]
public enum QualifiedCertificateTypes
{
    /// <summary>None that is known.</summary>
    None = 0,

    /// <summary>Electronic signatures of persons.</summary>
    Signature = 1,

    /// <summary>Electronic seals of organisations: a QSealC.</summary>
    Seal = 2,

    /// <summary>Website authentication, which is TLS: a QWAC.</summary>
    WebAuthentication = 4,
}
