using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Options;

/// <summary>The part of the settings that the core takes.</summary>
internal static class AuthenticatorOptions
{
    /// <summary>What the authenticator is made with: the settings, or the profile where that is stricter.</summary>
    public static ClientCertificateAuthenticatorOptions From(MtlsAuthOptions settings)
    {
        ClientCertificateAuthenticatorOptions options = Read(settings);
        return settings.FindProfile()?.Strengthen(options) ?? options;
    }

    /// <summary>The settings that are out of range, or contradict the profile.</summary>
    public static IReadOnlyList<SettingError> FindErrors(MtlsAuthOptions settings)
    {
        ClientCertificateAuthenticatorOptions options = Read(settings);
        if (!SecurityProfile.TryFind(settings.Profile, out SecurityProfile? profile))
        {
            return settings.Profile is null
                ? options.FindErrors()
                :
                [
                    new SettingError(
                        nameof(settings.Profile),
                        settings.Profile,
                        $"one of {string.Join(", ", SecurityProfile.All)}, or left out"),
                    .. options.FindErrors(),
                ];
        }

        // Without the methods that contradict it, too few may be left, which would be a second error for the same mistake.
        IReadOnlyList<SettingError> contradictions = profile.FindErrors(options);
        return contradictions.Count == 0 ? profile.Strengthen(options).FindErrors() : [.. contradictions, .. options.FindErrors()];
    }

    private static ClientCertificateAuthenticatorOptions Read(MtlsAuthOptions settings) => new()
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
