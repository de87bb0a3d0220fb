using System.Security.Cryptography;
using MtlsAuth.OpenIddict.Clients;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.OpenIddict;

/// <summary>Registers clients that authenticate by certificate as applications of OpenIddict's.</summary>
public static class MtlsApplicationExtensions
{
    /// <summary>Says how an application authenticates, and whether its access tokens are bound to its certificate.</summary>
    /// <param name="descriptor">The application, whose name and permissions are its own.</param>
    /// <param name="metadata">
    /// The method with its keys or subject, under the names of RFC 7591 and RFC 8705. All other members, and what has no property in it,
    /// is OpenIddict's to keep. Its <c>client_id</c> counts if the descriptor has none.
    /// </param>
    /// <returns>The descriptor.</returns>
    /// <remarks>
    /// Writes settings of the application under the names of the members, and its JSON Web Key Set; no table changes. What was there of
    /// these members is replaced. With a mutual-TLS method the client is confidential, and has a secret that nobody knows: OpenIddict asks
    /// for one, and a client that brings one beside its certificate is refused.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// No certificate could ever authenticate the client as its metadata says, or the application is a public client.
    /// </exception>
    /// <example>
    /// <code>
    /// OpenIddictApplicationDescriptor descriptor = new() { ClientId = "s6BhdRkqt3" };
    /// descriptor.Permissions.Add(Permissions.Endpoints.Token);
    /// descriptor.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
    /// descriptor.SetMtlsClient(new ClientMetadata
    /// {
    ///     TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
    ///     Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
    /// });
    /// await manager.CreateAsync(descriptor);
    /// </code>
    /// </example>
    public static OpenIddictApplicationDescriptor SetMtlsClient(this OpenIddictApplicationDescriptor descriptor, ClientMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(metadata);
        if (RegisteredClient.From(metadata).Credential is InvalidCredential invalid)
        {
            throw new ArgumentException($"{invalid.Member}: {invalid.Detail}", nameof(metadata));
        }

        bool isMutualTls = ClientAuthenticationMethods.IsMutualTls(metadata.TokenEndpointAuthMethod);
        if (isMutualTls)
        {
            if (string.Equals(descriptor.ClientType, ClientTypes.Public, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException("A public client does not authenticate.", nameof(descriptor));
            }

            descriptor.ClientType = ClientTypes.Confidential;

            // OpenIddict stores no confidential client without a secret or an RSA or EC key. And one that was known before is not to come
            // back to life if the settings are ever lost.
            descriptor.ClientSecret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        }

        if (string.IsNullOrEmpty(descriptor.ClientId) && metadata.ClientId.Length > 0)
        {
            descriptor.ClientId = metadata.ClientId;
        }

        // Keys of other methods, such as private_key_jwt, are left as they are.
        if (isMutualTls || metadata.Jwks is not null)
        {
            descriptor.JsonWebKeySet = metadata.Jwks?.ToJsonWebKeySet();
        }

        ApplicationSettings.Write(descriptor.Settings, metadata);
        return descriptor;
    }
}
