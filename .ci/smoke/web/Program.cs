using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth;
using MtlsAuth.AspNetCore;
using MtlsAuth.AspNetCore.JwtBearer;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri;

// Every package that can be compiled ahead of time, over real TLS: a client whose keys are behind its jwks_uri gets a token, which is bound
// to its certificate, and calls an API with it. A client with another key gets none, and its certificate does not open the API.
const string issuer = "https://as.example.com";
const string audience = "https://api.example.com";
using X509Certificate2 serverCertificate = MakeCertificate("localhost");
using X509Certificate2 ownCertificate = MakeCertificate("client");
using X509Certificate2 foreignCertificate = MakeCertificate("client");
using ECDsa signingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
SigningCredentials credentials = new(new ECDsaSecurityKey(signingKey), SecurityAlgorithms.EcdsaSha256);
string authorities = Path.GetTempFileName();
await File.WriteAllTextAsync(authorities, serverCertificate.ExportCertificatePem());
int port = FindPort();
Uri address = new($"https://localhost:{port}");

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.UseHttps(https =>
{
    https.ServerCertificate = serverCertificate;
    https.RequestClientCertificates();
})));
builder.Services.AddMtlsAuth(builder.Configuration.GetSection("MtlsAuth")).AddInMemoryClients(new ClientMetadata
{
    ClientId = "client",
    TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
    JwksUri = new Uri(address, "jwks").ToString(),
});
builder.Services.AddMtlsJwksUri(options =>
{
    options.Authorities = authorities;
    options.InternalHosts.Add("localhost");
});
builder.Services.AddMtlsClientCache();
builder.Services.AddAuthorization().AddAuthentication()
    .AddJwtBearer(options => options.TokenValidationParameters = new TokenValidationParameters
    {
        ValidIssuer = issuer,
        ValidAudience = audience,
        IssuerSigningKey = credentials.Key,
    })
    .AddCertificateBinding();

await using WebApplication app = builder.Build();
byte[] keys = ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(ownCertificate)).ToUtf8Json();
app.MapGet("/jwks", () => Results.Bytes(keys, "application/jwk-set+json"));
app.MapPost("/token", (HttpContext context) => IssueToken(context.GetMtlsClient()!)).RequireMtlsClient();
app.MapGet("/api", () => "Hello").RequireAuthorization();
await app.StartAsync();

HttpStatusCode foreignToken = (await SendAsync(foreignCertificate, GetTokenRequest())).Status;
(HttpStatusCode ownToken, string token) = await SendAsync(ownCertificate, GetTokenRequest());
HttpStatusCode ownCall = (await SendAsync(ownCertificate, GetCall(token))).Status;
HttpStatusCode foreignCall = (await SendAsync(foreignCertificate, GetCall(token))).Status;
await app.StopAsync();
File.Delete(authorities);
Console.WriteLine($"{Environment.Version}: own {ownToken} and {ownCall}, foreign {foreignToken} and {foreignCall}");
return (ownToken, ownCall, foreignToken, foreignCall)
    == (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized) ? 0 : 1;

string IssueToken(ClientAuthenticationResult client) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = issuer,
    Audience = audience,
    SigningCredentials = credentials,
    Claims = new Dictionary<string, object>
    {
        ["client_id"] = client.ClientId!,
        [CertificateConfirmation.ClaimName] = new CertificateConfirmation(client.Certificate!).ToDictionary(),
    },
});

HttpRequestMessage GetTokenRequest() => new(HttpMethod.Post, new Uri(address, "token"))
{
    Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = "client" }),
};

HttpRequestMessage GetCall(string accessToken) => new(HttpMethod.Get, new Uri(address, "api"))
{
    Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
};

async Task<(HttpStatusCode Status, string Body)> SendAsync(X509Certificate2 certificate, HttpRequestMessage request)
{
    X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
    trust.CustomTrustStore.Add(serverCertificate);
    using SocketsHttpHandler handler = new();
    handler.SslOptions.CertificateChainPolicy = trust;
    handler.SslOptions.ClientCertificates = [certificate];
    using HttpClient http = new(handler);
    using HttpResponseMessage response = await http.SendAsync(request);
    return (response.StatusCode, await response.Content.ReadAsStringAsync());
}

static X509Certificate2 MakeCertificate(string name)
{
    using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
    SubjectAlternativeNameBuilder names = new();
    names.AddDnsName(name);
    request.CertificateExtensions.Add(names.Build());
    return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
}

// Clients name their jwks_uri, port and all, before the server starts.
static int FindPort()
{
    using TcpListener listener = new(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
