namespace MtlsAuth.OpenBanking;

/// <summary>
/// Why <see cref="OpenBankingRequirement"/> refuses a client, where it is no deviation of its certificate by itself: codes of
/// <see cref="ClientAuthenticationResult.FailureFinding"/>.
/// </summary>
public static class OpenBankingReasons
{
    /// <summary>The certificate does not give a role that the server or the client's registration demands.</summary>
    public const string RoleMissing = "role-missing";

    /// <summary>The certificate has another organizationIdentifier than the client registered, or none that can be read.</summary>
    public const string IdentifierNotRegistered = "orgid-not-registered";

    /// <summary>The server demands that clients register an organizationIdentifier, and this one has not.</summary>
    public const string IdentifierMissing = "orgid-registration-missing";

    /// <summary>One of the client's members that <see cref="OpenBankingMetadata"/> names cannot be read, or is misspelt.</summary>
    public const string RegistrationInvalid = "open-banking-registration-invalid";
}
