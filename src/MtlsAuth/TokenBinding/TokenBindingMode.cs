namespace MtlsAuth;

/// <summary>When access tokens are bound to the client's certificate. Each value is stricter than the one before.</summary>
/// <remarks>To which clients a mode applies is what <see cref="TokenBindingPolicy"/> says.</remarks>
public enum TokenBindingMode
{
    /// <summary>Tokens are not bound, and it does not matter whether there is a certificate, or a readable one.</summary>
    Never = 0,

    /// <summary>Tokens are bound if the client presented a certificate, whether or not that authenticated it.</summary>
    WhenPresent = 1,

    /// <summary>Tokens are bound, and a client without a certificate gets none.</summary>
    Required = 2,
}
