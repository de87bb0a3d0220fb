namespace MtlsAuth.AspNetCore.Options;

/// <summary>The part of the settings that the core takes.</summary>
internal static class AuthenticatorOptions
{
    public static ClientCertificateAuthenticatorOptions From(MtlsAuthOptions settings) => new()
    {
        EnabledMethods = [.. settings.EnabledMethods ?? [ClientAuthenticationMethods.PubKeyTlsClientAuth]],
        CertificatePolicy = settings.CertificatePolicy,
        InvalidClientStatusCode = settings.InvalidClientStatusCode,
        RevealUnsupportedMethod = settings.RevealUnsupportedMethod,
        SelfSignedMatching = settings.SelfSignedMatching,
        ChainValidation = settings.ChainValidation,
        AllowReversedSubjectDn = settings.AllowReversedSubjectDn,
    };
}
