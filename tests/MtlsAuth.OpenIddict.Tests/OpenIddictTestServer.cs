using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri;
using MtlsAuth.Testing.Forwarding;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>An OpenIddict server with all its endpoints on Kestrel, its tables in SQLite, and an API; and clients that call it.</summary>
internal sealed class OpenIddictTestServer : IAsyncDisposable
{
    /// <summary>The secret between proxy and server.</summary>
    public const string ProxyHeader = "Sec-Client-X509-Cert-3f9c1d7a52b84e06a1c8d0f7e6b52943";

    private readonly WebApplication _app;
    private readonly SqliteConnection _connection;
    private readonly string _folder;
    private readonly bool _isProxied;
    private readonly ConcurrentDictionary<string, string> _publishedKeys;

    private OpenIddictTestServer(
        WebApplication app, SqliteConnection connection, string folder, bool isProxied, ConcurrentDictionary<string, string> publishedKeys)
    {
        _app = app;
        _connection = connection;
        _folder = folder;
        _isProxied = isProxied;
        _publishedKeys = publishedKeys;
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public Uri Address => new($"https://localhost:{Port}");

    public IServiceProvider Services => _app.Services;

    /// <summary>What the library logged.</summary>
    public IReadOnlyList<FakeLogRecord> Logs =>
        [.. Services.GetFakeLogCollector().GetSnapshot().Where(static record => record.Category == "MtlsAuth")];

    /// <summary>A server.</summary>
    /// <param name="isProxied">Whether certificates come in a header from a proxy, which is this class.</param>
    /// <param name="configureServer">Changes OpenIddict's settings, after the call of <c>UseMtlsAuth</c>.</param>
    /// <param name="configureMtls">Changes settings of this library.</param>
    /// <param name="configureServices">Changes the application.</param>
    /// <param name="isPlain">Whether it speaks no TLS, which a proxy does for it.</param>
    public static async Task<OpenIddictTestServer> StartAsync(
        bool isProxied = false,
        Action<OpenIddictServerBuilder>? configureServer = null,
        Action<MtlsOpenIddictOptions>? configureMtls = null,
        Action<IServiceCollection>? configureServices = null,
        bool isPlain = false)
    {
        string folder = Directory.CreateTempSubdirectory("mtlsauth-openiddict-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "servers.pem"), Authorities.ServerRootPem);
        await File.WriteAllTextAsync(Path.Combine(folder, "clients.pem"), Authorities.Clients.ExportCertificatePem());
        SqliteConnection connection = new("Data Source=" + Path.Combine(folder, "clients.db"));
        ConcurrentDictionary<string, string> publishedKeys = new(StringComparer.Ordinal);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddFakeLogging().SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddRouting().AddDbContext<TestDatabase>(options => options.UseSqlite(connection.ConnectionString).UseOpenIddict());
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        builder.Services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<TestDatabase>())
            .AddServer(server =>
            {
                // Before anything else, so that the order of calls is seen not to matter.
                server.UseMtlsAuth(configureMtls);
                Configure(server);
                configureServer?.Invoke(server);
            })
            .AddValidation(static validation =>
            {
                validation.UseLocalServer();
                validation.UseMtlsCertificates();
                validation.UseAspNetCore();
            });
        MtlsAuthBuilder mtls = builder.Services.AddMtlsAuth(options =>
        {
            options.EnabledMethods =
            [
                ClientAuthenticationMethods.PubKeyTlsClientAuth,
                ClientAuthenticationMethods.SelfSignedTlsClientAuth,
                ClientAuthenticationMethods.TlsClientAuth,
            ];
            options.TrustAnchors = Path.Combine(folder, "clients.pem");
            options.CertificatePolicy = new CertificatePolicy
            {
                AllowedKeyKinds = new HashSet<KeyAlgorithm> { KeyAlgorithm.Rsa, KeyAlgorithm.P256, KeyAlgorithm.Ed25519 },
            };
        });
        if (isProxied)
        {
            mtls.AddForwardedCertificate(static proxy =>
            {
                proxy.Preset = ForwardedCertificatePreset.Nginx;
                proxy.SecretHeaderName = ProxyHeader;
            });
        }

        builder.Services.AddMtlsJwksUri(options =>
        {
            options.InternalHosts.Add("localhost");
            options.Authorities = Path.Combine(folder, "servers.pem");
        });
        configureServices?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (!isPlain)
            {
                listen.UseHttps(https => ConfigureTls(https, isProxied));
            }
        }));

        WebApplication app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        Map(app, publishedKeys);
        OpenIddictTestServer server = new(app, connection, folder, isProxied, publishedKeys);
        try
        {
            await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<TestDatabase>().Database.EnsureCreatedAsync();
            }

            await app.StartAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Registers a client with all permissions.</summary>
    public async Task RegisterAsync(OpenIddictApplicationDescriptor application)
    {
        application.Permissions.UnionWith(
        [
            Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation,
            Permissions.Endpoints.PushedAuthorization, Permissions.Endpoints.DeviceAuthorization, Permissions.Endpoints.Authorization,
            Permissions.GrantTypes.ClientCredentials, Permissions.GrantTypes.Password, Permissions.GrantTypes.RefreshToken,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.DeviceCode, Permissions.GrantTypes.Implicit,
            Permissions.GrantTypes.TokenExchange,
            Permissions.ResponseTypes.Code, Permissions.ResponseTypes.Token, Permissions.ResponseTypes.CodeToken,
        ]);
        application.RedirectUris.Add(new Uri("https://client.example/callback"));
        await using AsyncServiceScope scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(application);
    }

    public Task RegisterAsync(ClientMetadata metadata) => RegisterAsync(new OpenIddictApplicationDescriptor().SetMtlsClient(metadata));

    /// <summary>Publishes keys.</summary>
    /// <returns>The <c>jwks_uri</c>.</returns>
    public string Publish(string clientId, string jwks)
    {
        _publishedKeys[clientId] = jwks;
        return new Uri(Address, "/keys/" + clientId).AbsoluteUri;
    }

    /// <summary>Posts a form, with a certificate as this server gets it.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string path, string form, X509Certificate2? certificate = null, AuthenticationHeader? authorization = null)
    {
        using HttpClient client = CreateClient(certificate);
        using HttpRequestMessage request = new(HttpMethod.Post, path)
        {
            Content = new StringContent(form, null, "application/x-www-form-urlencoded"),
        };
        authorization?.AddTo(request);
        return await client.SendAsync(request);
    }

    public async Task<HttpResponseMessage> GetAsync(
        string path, X509Certificate2? certificate = null, AuthenticationHeader? authorization = null)
    {
        using HttpClient client = CreateClient(certificate);
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        authorization?.AddTo(request);
        return await client.SendAsync(request);
    }

    /// <summary>Asks for a token on its own account.</summary>
    public Task<HttpResponseMessage> PostTokenAsync(string clientId, X509Certificate2? certificate = null, string more = "") =>
        PostAsync("/token", $"grant_type=client_credentials&client_id={clientId}{more}", certificate);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _connection.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static void ConfigureTls(HttpsConnectionAdapterOptions https, bool isProxied)
    {
        https.ServerCertificate = Authorities.Server;
        if (!isProxied)
        {
            https.RequestClientCertificates();
        }
    }

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetTokenEndpointUris("token")
            .SetIntrospectionEndpointUris("introspect")
            .SetRevocationEndpointUris("revoke")
            .SetPushedAuthorizationEndpointUris("par")
            .SetDeviceAuthorizationEndpointUris("device")
            .SetEndUserVerificationEndpointUris("verify")
            .SetAuthorizationEndpointUris("authorize")
            .SetUserInfoEndpointUris("userinfo");
        server.AllowClientCredentialsFlow()
            .AllowPasswordFlow()
            .AllowRefreshTokenFlow()
            .AllowAuthorizationCodeFlow()
            .AllowDeviceAuthorizationFlow()
            .AllowTokenExchangeFlow()
            .AllowImplicitFlow()
            .AllowHybridFlow();
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
        server.UseAspNetCore()
            .EnableTokenEndpointPassthrough()
            .EnableAuthorizationEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough();
    }

    private static void Map(WebApplication app, ConcurrentDictionary<string, string> publishedKeys)
    {
        app.MapGet("/keys/{id}", (string id) => Results.Text(publishedKeys[id], "application/jwk-set+json"));
        app.MapPost("/token", async (HttpContext context) =>
        {
            OpenIddictRequest request = context.GetOpenIddictServerRequest()!;
            context.Response.Headers["X-Mtls-Client"] = context.GetMtlsClient()?.ClientId ?? "";
            context.Response.Headers["X-Certificate"] = context.Connection.ClientCertificate is null ? "hidden" : "shown";
            if (!request.IsRefreshTokenGrantType() && !request.IsAuthorizationCodeGrantType())
            {
                return SignIn(request, request.Username ?? request.ClientId!);
            }

            AuthenticateResult result = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
            return Results.SignIn(result.Principal!, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        });
        app.MapGet("/authorize", (HttpContext context) => SignIn(context.GetOpenIddictServerRequest()!, "user"));
        app.MapGet("/userinfo", async (HttpContext context) =>
            (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!.GetClaim(Claims.Subject));
        app.MapGet("/api", (ClaimsPrincipal user) => user.GetClaim(Claims.Subject)).RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme).RequireAuthenticatedUser());
    }

    private static IResult SignIn(OpenIddictRequest request, string subject)
    {
        ClaimsIdentity identity = new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private HttpClient CreateClient(X509Certificate2? certificate)
    {
        SslClientAuthenticationOptions tls = new()
        {
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => Authorities.Server.Equals(certificate),
        };
        if (certificate is not null && !_isProxied)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        HttpClient client = new(new SocketsHttpHandler { SslOptions = tls, UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
        };
        if (certificate is not null && _isProxied)
        {
            client.DefaultRequestHeaders.Add(ProxyHeader, ForwardedHeaders.PercentEncodedPem(certificate.RawData));
        }

        return client;
    }
}
