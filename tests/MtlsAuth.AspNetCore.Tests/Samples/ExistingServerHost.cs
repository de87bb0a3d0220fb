using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ExistingServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>The sample of an existing server, in this process, and a client of each of its methods.</summary>
internal sealed class ExistingServerHost : IAsyncDisposable
{
    public const string Issuer = "https://as.example.com";
    public const string Secret = "s+e%c r/e:t=";

    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;
    private readonly X509Certificate2 _serverCertificate;

    private ExistingServerHost(TemporaryFolder folder, WebApplication app, X509Certificate2 serverCertificate)
    {
        _folder = folder;
        _app = app;
        _serverCertificate = serverCertificate;
    }

    /// <summary>Signs the assertions of the client <c>jwt</c>.</summary>
    public static ECDsaSecurityKey AssertionKey { get; } = new(TestKeys.CreateP256());

    /// <summary>Starts the server with clients <c>basic</c>, <c>post</c>, <c>jwt</c>, <c>other-jwt</c> and a mutual-TLS client.</summary>
    public static async Task<ExistingServerHost> StartAsync(TestClient client)
    {
        TemporaryFolder folder = new();
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=localhost").Create().ToX509Certificate2();
        await File.WriteAllTextAsync(folder.PathOf("server.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.PathOf("server.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(folder.PathOf("clients.json"), WriteClients(client));
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Production,
            ContentRootPath = folder.FullPath,
            Args =
            [
                "--urls", "https://127.0.0.1:0",
                "--Issuer", Issuer,
                "--Clients", folder.PathOf("clients.json"),
                "--Kestrel:Certificates:Default:Path", folder.PathOf("server.crt"),
                "--Kestrel:Certificates:Default:KeyPath", folder.PathOf("server.key"),
            ],
        });
        builder.Logging.ClearProviders();
        WebApplication app = Server.Build(builder);
        await app.StartAsync();
        return new ExistingServerHost(folder, app, X509CertificateLoader.LoadCertificate(certificate.RawData));
    }

    /// <summary>An assertion of the client <c>jwt</c>, right unless a test says otherwise.</summary>
    public static string Assert(
        string subject = "jwt",
        string issuer = "jwt",
        string audience = Issuer,
        string? id = "",
        DateTime? expires = null,
        SecurityKey? key = null)
    {
        Dictionary<string, object> claims = new() { ["sub"] = subject, ["iss"] = issuer, ["aud"] = audience };
        if (id is not null)
        {
            claims["jti"] = id.Length > 0 ? id : Guid.NewGuid().ToString("N");
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            NotBefore = DateTime.UtcNow.AddHours(-1),
            IssuedAt = DateTime.UtcNow.AddHours(-1),
            Expires = expires ?? DateTime.UtcNow.AddMinutes(2),
            SigningCredentials = new SigningCredentials(key ?? AssertionKey, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Asks for a token on a connection of its own.</summary>
    /// <returns>The token, or the status.</returns>
    public async Task<string> PostAsync(string body, X509Certificate2? certificate = null, string? basic = null)
    {
        using HttpResponseMessage response = await SendAsync(body, certificate, basic);
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(text).GetProperty("access_token").GetString()!
            : $"{(int)response.StatusCode}";
    }

    /// <summary>The scheme that a refused client is challenged for.</summary>
    public async Task<string> GetChallengeAsync(string body, X509Certificate2? certificate)
    {
        using HttpResponseMessage response = await SendAsync(body, certificate, basic: null);
        return response.Headers.WwwAuthenticate.Single().Scheme;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _serverCertificate.Dispose();
        _folder.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(string body, X509Certificate2? certificate, string? basic)
    {
        SslClientAuthenticationOptions tls = new()
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => _serverCertificate.Equals(presented),
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        };
        using HttpClient http = new(new SocketsHttpHandler { SslOptions = tls, UseProxy = false });
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(new Uri(_app.Urls.Single()), "/token"))
        {
            Content = new StringContent("grant_type=client_credentials&" + body, null, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = basic is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        return await http.SendAsync(request);
    }

    private static string WriteClients(TestClient client)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
        return $$"""
            [
              { "registration": { "client_id": "basic" }, "secret_sha256": "{{hash}}" },
              { "registration": { "client_id": "post", "token_endpoint_auth_method": "client_secret_post" }, "secret_sha256": "{{hash}}" },
              { "registration": { "client_id": "jwt", "token_endpoint_auth_method": "private_key_jwt", "jwks": {{Keys(AssertionKey)}} } },
              { "registration": { "client_id": "other-jwt", "token_endpoint_auth_method": "private_key_jwt",
                  "jwks": {{Keys(new ECDsaSecurityKey(TestKeys.CreateP256()))}} } },
              { "registration": {{Encoding.UTF8.GetString(client.Metadata.ToUtf8Json())}} }
            ]
            """;
    }

    private static string Keys(ECDsaSecurityKey key)
    {
        ECParameters parameters = key.ECDsa.ExportParameters(includePrivateParameters: false);
        return $$"""
            { "keys": [ { "kty": "EC", "crv": "P-256", "x": "{{Base64UrlEncoder.Encode(parameters.Q.X)}}",
              "y": "{{Base64UrlEncoder.Encode(parameters.Q.Y)}}" } ] }
            """;
    }
}
