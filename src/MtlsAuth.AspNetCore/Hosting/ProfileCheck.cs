using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Refuses to start with settings that the application registers itself and that do not know of the profile.</summary>
internal static class ProfileCheck
{
    /// <exception cref="InvalidOperationException">Something is registered that is softer than the profile.</exception>
    public static void ThrowIfContradicted(IServiceProvider provider)
    {
        if (provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value.FindProfile() is not { } profile)
        {
            return;
        }

        if (profile.FindErrors(provider.GetRequiredService<TokenBindingPolicy>()) is { Count: > 0 } errors)
        {
            throw new InvalidOperationException(
                $"The application registers a {nameof(TokenBindingPolicy)} that is softer than its profile. {string.Join(' ', errors)} "
                + $"Pass it through {nameof(SecurityProfile)}.{nameof(SecurityProfile.Strengthen)}.");
        }

        if (provider.GetRequiredService<ClientRegistrationValidatorOptions>().Profile != profile)
        {
            throw new InvalidOperationException(
                $"The application registers {nameof(ClientRegistrationValidatorOptions)} without the profile {profile}. "
                + $"Set {nameof(ClientRegistrationValidatorOptions.Profile)} to {nameof(MtlsAuthOptions)}."
                + $"{nameof(MtlsAuthOptions.FindProfile)}().");
        }
    }
}
