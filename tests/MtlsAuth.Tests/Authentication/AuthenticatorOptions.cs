namespace MtlsAuth.Tests.Authentication;

/// <summary>Changed copies of settings, which are no record.</summary>
internal static class AuthenticatorOptions
{
    public static ClientCertificateAuthenticatorOptions With(
        this ClientCertificateAuthenticatorOptions options,
        CertificatePolicy? certificatePolicy = null,
        SelfSignedMatching? selfSignedMatching = null,
        ChainValidatorOptions? chainValidation = null,
        bool? allowReversedSubjectDn = null,
        int? invalidClientStatusCode = null) => new()
        {
            EnabledMethods = options.EnabledMethods,
            CertificatePolicy = certificatePolicy ?? options.CertificatePolicy,
            SelfSignedMatching = selfSignedMatching ?? options.SelfSignedMatching,
            ChainValidation = chainValidation ?? options.ChainValidation,
            AllowReversedSubjectDn = allowReversedSubjectDn ?? options.AllowReversedSubjectDn,
            RevealUnsupportedMethod = options.RevealUnsupportedMethod,
            InvalidClientStatusCode = invalidClientStatusCode ?? options.InvalidClientStatusCode,
        };
}
