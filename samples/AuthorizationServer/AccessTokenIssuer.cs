using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthorizationServer;

/// <summary>Issues access tokens as JWTs (RFC 9068), signed with ES256.</summary>
internal sealed class AccessTokenIssuer
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly string _issuer;
    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _clock;

    public AccessTokenIssuer(string issuer, ECDsa signingKey, TimeProvider clock)
    {
        _issuer = issuer;
        _clock = clock;
        ECDsaSecurityKey key = new(signingKey);
        JsonWebKey jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(signingKey.ExportParameters(false))));
        key.KeyId = Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint());
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        PublicKeySet = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = jwk.Kty,
                ["crv"] = jwk.Crv,
                ["x"] = jwk.X,
                ["y"] = jwk.Y,
                ["kid"] = key.KeyId,
                ["use"] = "sig",
                ["alg"] = "ES256",
            }),
        }.ToJsonString();
    }

    /// <summary>The JWK Set with which resource servers verify the tokens.</summary>
    public string PublicKeySet { get; }

    public string Issue(string clientId, string? scope)
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        Dictionary<string, object> claims = new()
        {
            ["sub"] = clientId,
            ["client_id"] = clientId,
            ["jti"] = Guid.NewGuid().ToString("N"),
        };
        if (scope is { Length: > 0 })
        {
            claims["scope"] = scope;
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = _issuer,
            Audience = "https://api.example.com",
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }
}
