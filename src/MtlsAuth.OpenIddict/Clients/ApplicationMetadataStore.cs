using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.OpenIddict.Clients;

/// <summary>The clients are OpenIddict's applications. As short-lived as its manager is.</summary>
/// <remarks>What the manager throws is taken for a store that cannot be reached.</remarks>
internal sealed class ApplicationMetadataStore(IOpenIddictApplicationManager applications) : IClientMetadataStore
{
    // RFC 7591 §2: a public client.
    private const string NoMethod = "none";

    public async ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
    {
        // Octet by octet: databases may compare otherwise, and OpenIddict's own comparison can be switched off.
        return !string.IsNullOrEmpty(clientId)
            && await applications.FindByClientIdAsync(clientId, cancellationToken).ConfigureAwait(false) is { } application
            && await applications.GetClientIdAsync(application, cancellationToken).ConfigureAwait(false) == clientId
            ? RegisteredClient.From(await ReadAsync(clientId, application, cancellationToken).ConfigureAwait(false))
            : null;
    }

    private async ValueTask<ClientMetadata> ReadAsync(string clientId, object application, CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, string> settings =
            await applications.GetSettingsAsync(application, cancellationToken).ConfigureAwait(false);
        ClientMetadata metadata = ApplicationSettings.Read(clientId, settings);
        if (ClientAuthenticationMethods.IsMutualTls(metadata.TokenEndpointAuthMethod))
        {
            JsonWebKeySet? keys = await applications.GetJsonWebKeySetAsync(application, cancellationToken).ConfigureAwait(false);
            return metadata with { Jwks = keys is null ? null : Read(keys) };
        }

        // Whatever else its settings say: OpenIddict itself goes by the type.
        return await applications.HasClientTypeAsync(application, ClientTypes.Public, cancellationToken).ConfigureAwait(false)
            ? metadata with { TokenEndpointAuthMethod = NoMethod }
            : metadata.TokenEndpointAuthMethod == NoMethod ? metadata with { TokenEndpointAuthMethod = null }
            : metadata;
    }

    private static ClientJwkSet Read(JsonWebKeySet keys) =>
        ClientJwkSet.TryCreate(keys, out ClientJwkSet? result, out ClientJwkSetError error)
            ? result
            : throw new ClientMetadataUnavailableException($"The application's JSON Web Key Set is refused: {error}.");
}
