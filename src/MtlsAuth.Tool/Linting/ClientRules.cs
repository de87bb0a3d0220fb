using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Linting;

/// <summary>By which rules clients are checked, where no server's settings are at hand.</summary>
/// <remarks>A server enables fewer methods than there are; whoever knows which learns the rest from its registration endpoint.</remarks>
internal static class ClientRules
{
    // RFC 7591 §2, and the methods of OpenID Connect Core §9.
    private static readonly string[] OtherMethods =
        ["none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"];

    /// <summary>Makes the validator.</summary>
    /// <param name="isTrustedSource">Whether the metadata is the server's own, as in a file of clients, or a client's request.</param>
    /// <param name="clock">The time, for what expires.</param>
    /// <param name="profile">The regime whose rules count beside all others, or null.</param>
    public static ClientRegistrationValidator CreateValidator(
        bool isTrustedSource, TimeProvider clock, SecurityProfile? profile = null) => new(
        new ClientRegistrationValidatorOptions
        {
            EnabledMethods =
            [
                ClientAuthenticationMethods.PubKeyTlsClientAuth,
                ClientAuthenticationMethods.SelfSignedTlsClientAuth,
                ClientAuthenticationMethods.TlsClientAuth,
            ],
            OtherMethods = OtherMethods,
            SupportsJwksUri = true,
            IsTrustedSource = isTrustedSource,
            Profile = profile,
        },
        clock);
}
