using System.Security.Cryptography;
using AuthorizationServer;
using AuthorizationServer.Page;
using AuthorizationServer.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using MtlsAuth;
using MtlsAuth.AspNetCore;
using MtlsAuth.AspNetCore.OpenBanking;
using MtlsAuth.JwksUri;
using MtlsAuth.OpenBanking;
using MtlsAuth.Redis;
using MtlsAuth.Registration;

// A small OAuth 2.0 authorization server on Kestrel. It keeps what it makes in one folder: its TLS certificate, an authority for clients'
// certificates, and, unless there is a database, its token signing key and the registered clients.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
DataFolder data = DataFolder.Open(builder.Configuration["DataFolder"] ?? "mtlsauth-data");
int port = builder.Configuration.GetValue("Port", 8443);
int browserPort = builder.Configuration.GetValue("BrowserPort", 8442);
int? proxyPort = builder.Configuration.GetValue<int?>("ProxyPort");
string issuer = builder.Configuration["Issuer"] ?? $"https://localhost:{port}";

if (ServerStores.Find(builder.Configuration, data) is not { } store)
{
    Console.Error.WriteLine("--Store is json, sqlite or postgres.");
    return 1;
}

ECDsa signingKey;
try
{
    signingKey = await store.OpenAsync();
}
catch (StoreNotOpenedException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// What goes wrong at the start is told below, once.
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenLocalhost(port, listen => listen.UseHttps(https =>
    {
        https.ServerCertificate = data.ServerCertificate;

        // Ask every client for a certificate, and let the client authentication below judge it.
        https.RequestClientCertificates();
    }));

    // Browsers would show a dialog when asked for a certificate, so the authorization endpoint has a port that doesn't (RFC 8705 §5).
    kestrel.ListenLocalhost(browserPort, listen => listen.UseHttps(https => https.ServerCertificate = data.ServerCertificate));

    // A proxy on this machine that ends TLS comes in here, and brings the clients' certificates in a header.
    if (proxyPort is { } plain)
    {
        kestrel.ListenLocalhost(plain);
    }
});

MtlsAuthBuilder mtlsAuth = builder.Services.AddMtlsAuth(builder.Configuration.GetSection("MtlsAuth"));
store.AddTo(mtlsAuth);
if (proxyPort is { } forwarding)
{
    mtlsAuth.AddForwardedCertificate(builder.Configuration.GetSection("ForwardedCertificate"));
    builder.Services.Configure<ForwardedCertificateOptions>(options => options.Ports.Add(forwarding));
}

// With such a section, clients are payment service providers, and their certificates say which scopes they get.
IConfigurationSection openBanking = builder.Configuration.GetSection("OpenBanking");
if (openBanking.Exists())
{
    mtlsAuth.AddOpenBanking(openBanking);
    builder.Services.AddSingleton(ScopeRoles.UkOpenBanking);
}

// The keys that clients publish at their jwks_uri. The sample client's own server has its certificate from the authority for clients.
builder.Services.AddMtlsJwksUri(builder.Configuration.GetSection("JwksUri"));
builder.Services.Configure<JwksUriOptions>(options => options.Authorities ??= data.ClientAuthorityFile);
switch (builder.Configuration["Cache"])
{
    case null:
        break;
    case "memory":
        builder.Services.AddMtlsClientCache();
        break;
    case "redis":
        builder.Services.AddMtlsClientCache();
        builder.Services.AddMtlsRedis(builder.Configuration["Redis"] ?? "localhost:6379");
        break;
    default:
        Console.Error.WriteLine("--Cache is memory or redis.");
        return 1;
}

builder.Services.Configure<MtlsAuthOptions>(options =>
{
    // With MtlsAuth:Profile, those that the profile has.
    options.EnabledMethods ??= options.Profile is not null ? null :
    [
        ClientAuthenticationMethods.PubKeyTlsClientAuth,
        ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        ClientAuthenticationMethods.TlsClientAuth,
    ];
    options.TrustAnchors ??= data.ClientAuthorityFile;
});

// What clients may register, here and in the registry.
builder.Services.AddSingleton(static services =>
{
    MtlsAuthOptions options = services.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
    return new ClientRegistrationValidatorOptions
    {
        EnabledMethods = [.. options.EnabledMethods!],
        OtherMethods = [TokenClient.NoMethod],
        SupportsJwksUri = true,
        Profile = options.FindProfile(),
    };
});
builder.Services.AddSingleton<ClientRegistrationManagement>();
builder.Services.AddSingleton<ClientRegistrationValidator>();
builder.Services.AddSingleton(new AccessTokenIssuer(issuer, signingKey, TimeProvider.System));
builder.Services.AddSingleton(new RegistrationAddress(issuer));
builder.Services.AddSingleton<RegistrationEndpoint>();
builder.Services.AddSingleton<TokenEndpoint>();
builder.Services.AddSingleton<IntrospectionEndpoint>();

bool hasPage = builder.Configuration.GetValue("Ui", true);
if (hasPage)
{
    builder.AddPage();
}

builder.Services.AddHealthChecks().AddMtlsAuthHealthChecks().AddMtlsJwksUriHealthChecks();

WebApplication app = builder.Build();
app.Use(Unavailability.AnswerAsync);
app.MapPost("/token", (HttpContext context, TokenEndpoint endpoint) => endpoint.HandleAsync(context));
app.MapPost("/introspect", (HttpContext context, IntrospectionEndpoint endpoint) => endpoint.HandleAsync(context)).RequireMtlsClient();
app.MapGet("/authorize", AuthorizationEndpoint.HandleAsync);
app.MapPost("/register", (HttpContext context, RegistrationEndpoint endpoint) => endpoint.RegisterAsync(context));
app.MapGet("/register/{id}", (HttpContext context, string id, RegistrationEndpoint endpoint) => endpoint.ReadAsync(context, id));
app.MapPut("/register/{id}", (HttpContext context, string id, RegistrationEndpoint endpoint) => endpoint.UpdateAsync(context, id));
app.MapDelete("/register/{id}", (HttpContext context, string id, RegistrationEndpoint endpoint) => endpoint.DeleteAsync(context, id));
if (hasPage)
{
    app.MapPage(browserPort);
}

app.MapHealthChecks("/health");
app.MapGet("/jwks", (AccessTokenIssuer tokens) => Results.Text(tokens.PublicKeySet, "application/jwk-set+json"));
app.MapGet("/.well-known/oauth-authorization-server", (IOptions<MtlsAuthOptions> options) =>
    ServerMetadata.Describe(issuer, $"https://localhost:{browserPort}", options));
app.Lifetime.ApplicationStarted.Register(() =>
{
    StartupLog.Started(app.Logger, store.Place, port, browserPort);
    if (hasPage)
    {
        StartupLog.HasPage(app.Logger, $"https://localhost:{browserPort}/ui");
    }
});
try
{
    app.Run();
    return 0;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"{exception.Message} --Port and --BrowserPort choose others.");
    return 1;
}
