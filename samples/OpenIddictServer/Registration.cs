using System.Text;
using MtlsAuth;
using MtlsAuth.OpenIddict;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OpenIddictServer;

/// <summary>Registers a client, as an administrator does.</summary>
internal static class Registration
{
    /// <summary>Registers a client, or replaces what it registered before.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RegisterAsync(IServiceProvider services, string json)
    {
        if (!ClientMetadata.TryParse(Encoding.UTF8.GetBytes(json), out ClientMetadata? metadata, out ClientMetadataError? error))
        {
            await Console.Error.WriteLineAsync(error.ToString());
            return 1;
        }

        if (RegisteredClient.From(metadata).Credential is InvalidCredential invalid)
        {
            await Console.Error.WriteLineAsync($"{invalid.Member}: {invalid.Detail}");
            return 1;
        }

        OpenIddictApplicationDescriptor application = new()
        {
            ClientId = metadata.ClientId.Length > 0 ? metadata.ClientId : Guid.NewGuid().ToString("N"),
            DisplayName = metadata.ClientName,
            Permissions =
            {
                Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.ClientCredentials,
            },
        };
        application.SetMtlsClient(metadata);
        IOpenIddictApplicationManager applications = services.GetRequiredService<IOpenIddictApplicationManager>();
        if (await applications.FindByClientIdAsync(application.ClientId) is { } known)
        {
            await applications.UpdateAsync(known, application);
        }
        else
        {
            await applications.CreateAsync(application);
        }

        Console.WriteLine(application.ClientId);
        return 0;
    }
}
