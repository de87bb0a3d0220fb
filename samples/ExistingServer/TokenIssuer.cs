using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth;

namespace ExistingServer;

/// <summary>Issues access tokens as JWTs (RFC 9068), with a key that lasts as long as the process.</summary>
internal sealed class TokenIssuer(string issuer)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _credentials =
        new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)), SecurityAlgorithms.EcdsaSha256);

    public string Issue(string clientId, CertificateConfirmation? confirmation) // added to bind
    {
        Dictionary<string, object> claims = new() { ["sub"] = clientId, ["client_id"] = clientId, ["jti"] = Guid.NewGuid().ToString("N") };
        if (confirmation is not null) // added to bind
        {
            claims[CertificateConfirmation.ClaimName] = confirmation.ToDictionary();
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = issuer,
            Audience = "https://api.example.com",
            Expires = DateTime.UtcNow + Lifetime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }
}
