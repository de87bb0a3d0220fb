namespace MtlsAuth.OpenBanking;

/// <summary>Roles of a payment service provider (TS 119 495 §5.2.2): any number of them.</summary>
[Flags]
public enum PaymentServiceRoles
{
    /// <summary>No role. A certificate that says "unspecified" gives none either.</summary>
    None = 0,

    /// <summary><c>PSP_AS</c>: account servicing. It implies no other role.</summary>
    AccountServicing = 1,

    /// <summary><c>PSP_PI</c>: payment initiation.</summary>
    PaymentInitiation = 2,

    /// <summary><c>PSP_AI</c>: account information.</summary>
    AccountInformation = 4,

    /// <summary><c>PSP_IC</c>: issuing of card-based payment instruments, which confirms that there are funds.</summary>
    CardBasedInstruments = 8,

    /// <summary><c>PSP_CB</c>: a central bank.</summary>
    CentralBank = 16,

    /// <summary><c>PSP_PA</c>: a public authority.</summary>
    PublicAuthority = 32,

    /// <summary><c>VOP_RS</c>: a role of Verification of Payee.</summary>
    VopRs = 64,

    /// <summary><c>VOP_VS</c>: a role of Verification of Payee.</summary>
    VopVs = 128,
}
