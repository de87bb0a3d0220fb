using Microsoft.Extensions.Options;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Options;

/// <summary>Enables the mutual-TLS methods of the profile where the settings name none.</summary>
internal sealed class ProfileDefaults : IPostConfigureOptions<MtlsAuthOptions>
{
    public void PostConfigure(string? name, MtlsAuthOptions options)
    {
        if (options.EnabledMethods is null && SecurityProfile.TryFind(options.Profile, out SecurityProfile? profile))
        {
            options.EnabledMethods = [.. profile.AllowedMethods.Where(ClientAuthenticationMethods.IsMutualTls)];
        }
    }
}
