using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>Clients of methods that OpenIddict brings itself.</summary>
internal static class OtherClients
{
    public const string Secret = "swordfish-swordfish";

    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static OpenIddictApplicationDescriptor WithSecret(string id) =>
        new() { ClientId = id, ClientType = ClientTypes.Confidential, ClientSecret = Secret };

    public static OpenIddictApplicationDescriptor Public(string id) => new() { ClientId = id, ClientType = ClientTypes.Public };

    public static OpenIddictApplicationDescriptor WithAssertions(string id, ECDsa key) => new()
    {
        ClientId = id,
        ClientType = ClientTypes.Confidential,
        JsonWebKeySet = new JsonWebKeySet { Keys = { ToPublicJwk(key) } },
    };

    /// <summary>The client's form parameters with an assertion (RFC 7523 §2.2).</summary>
    public static string CreateAssertion(Uri audience, string id, ECDsa key)
    {
        string assertion = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "client-authentication+jwt",
            Claims = new Dictionary<string, object>
            {
                ["iss"] = id,
                ["sub"] = id,
                ["aud"] = audience.AbsoluteUri,
                ["jti"] = Guid.NewGuid().ToString(),
                ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                ["exp"] = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds(),
            },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256),
        });
        return $"client_assertion_type={Uri.EscapeDataString(AssertionType)}&client_assertion={assertion}";
    }

    private static JsonWebKey ToPublicJwk(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        return new JsonWebKey
        {
            Kty = "EC",
            Crv = "P-256",
            Use = "sig",
            X = Base64UrlEncoder.Encode(parameters.Q.X),
            Y = Base64UrlEncoder.Encode(parameters.Q.Y),
        };
    }
}
