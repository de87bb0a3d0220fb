using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth;
using MtlsAuth.AspNetCore.JwtBearer;
using MtlsAuth.Testing;

namespace UnitTests;

/// <summary>An API under test that takes only tokens that are bound to the caller's certificate, and the issuer of its tokens.</summary>
internal sealed class Api : IDisposable
{
    private const string Audience = "https://api.example.com";

    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private readonly WebApplication _app;

    public Api()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthorization().AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(static options => options.TokenValidationParameters = new TokenValidationParameters
            {
                IssuerSigningKey = Key,
                ValidAudience = Audience,
                ValidateIssuer = false,
            })
            .AddCertificateBinding();
        builder.Services.AddFakeClientCertificate();
        _app = builder.Build();
        _app.MapGet("/accounts", static () => "…").RequireAuthorization();
        _app.Start();
    }

    /// <summary>A token as an authorization server would bind it to a certificate; null for a token that is not bound.</summary>
    public static string IssueToken(TestCertificate? certificate) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Audience = Audience,
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
        Claims = certificate is null ? [] : new Dictionary<string, object>
        {
            [CertificateConfirmation.ClaimName] = new CertificateConfirmation(certificate.ClientCertificate).ToDictionary(),
        },
    });

    /// <summary>Calls the API with a token.</summary>
    public async Task<int> GetAsync(string token, Action<HttpRequestMessage> bring)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/accounts");
        request.Headers.Authorization = new("Bearer", token);
        bring(request);
        using HttpClient http = _app.GetTestClient();
        using HttpResponseMessage response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public void Dispose() => ((IDisposable)_app).Dispose();
}
