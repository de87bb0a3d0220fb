using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth;

namespace AuthorizationServer;

/// <summary>Issues access tokens as JWTs (RFC 9068), signed with ES256.</summary>
internal sealed class AccessTokenIssuer
{
    private const string TokenType = "at+jwt";
    private const string Audience = "https://api.example.com";

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
        ECDsaSecurityKey publicKey = new(ECDsa.Create(signingKey.ExportParameters(includePrivateParameters: false)));
        JsonWebKey jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(publicKey);
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

    public string Issue(string clientId, string subject, string? scope, CertificateConfirmation? confirmation)
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        Dictionary<string, object> claims = new()
        {
            ["sub"] = subject,
            ["client_id"] = clientId,
            ["jti"] = Guid.NewGuid().ToString("N"),
        };
        if (scope is { Length: > 0 })
        {
            claims["scope"] = scope;
        }

        // RFC 8705 §3.1: who presents the token has to show the same certificate.
        if (confirmation is not null)
        {
            claims[CertificateConfirmation.ClaimName] = confirmation.ToDictionary();
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = _issuer,
            Audience = Audience,
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }

    /// <summary>The token, if this server has issued it and it has not expired; null otherwise.</summary>
    public async Task<JsonWebToken?> ValidateAsync(string token)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = [TokenType],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidIssuer = _issuer,
            ValidAudience = Audience,
            IssuerSigningKey = _credentials.Key,
            ClockSkew = TimeSpan.Zero,
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }
}
