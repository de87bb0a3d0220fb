using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>Access tokens of a test's authorization server, and the settings that accept them.</summary>
internal static class AccessToken
{
    private static readonly ECDsaSecurityKey SigningKey = new(TestKeys.CreateP256());
    private static readonly SymmetricSecurityKey EncryptionKey = new(RandomNumberGenerator.GetBytes(32));

    /// <summary>A valid token with a <c>cnf</c> as its JSON says, or without one.</summary>
    public static string Create(string? cnf, bool isEncrypted = false)
    {
        Dictionary<string, object> claims = new() { ["sub"] = "client" };
        if (cnf is not null)
        {
            claims["cnf"] = JsonElement.Parse(cnf);
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = "https://as.example.com",
            Audience = "https://api.example.com",
            Claims = claims,
            SigningCredentials = new SigningCredentials(SigningKey, SecurityAlgorithms.EcdsaSha256),
            EncryptingCredentials = !isEncrypted ? null : new EncryptingCredentials(
                EncryptionKey, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes128CbcHmacSha256),
        });
    }

    public static void Accept(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = "https://as.example.com",
            ValidAudience = "https://api.example.com",
            IssuerSigningKey = SigningKey,
            TokenDecryptionKey = EncryptionKey,
        };
    }
}
