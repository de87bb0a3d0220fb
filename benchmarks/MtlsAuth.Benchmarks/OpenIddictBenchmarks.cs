using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.Benchmarks;

/// <summary>
/// What a token of OpenIddict's costs by the way in which its client authenticates: allocated bytes and processor time of the whole
/// process, in which the client is the same for all, over connections that are kept alive.
/// </summary>
/// <remarks>
/// The servers take turns, as in <see cref="EndpointBenchmarks"/>. All have their clients in SQLite, sign with RSA, and store no tokens,
/// which would cost all the same and hide what differs.
/// </remarks>
internal static class OpenIddictBenchmarks
{
    private const int Rounds = 41;
    private const int RequestsPerRound = 100;
    private const int RequestsToWarmUp = 1_500;
    private const string ClientId = "payments";
    private const string Secret = "8d0f7e6b529433f9c1d7a52b84e06a1c";
    private const string Form = "grant_type=client_credentials&client_id=" + ClientId;

    public static async Task PrintAsync()
    {
        string folder = Directory.CreateTempSubdirectory("mtlsauth-benchmark-").FullName;
        using X509Certificate2 ec = BenchmarkCertificates.Create(BenchmarkKey.P256);
        using X509Certificate2 rsa = BenchmarkCertificates.Create(BenchmarkKey.Rsa2048);
        List<EndpointUnderTest> endpoints =
        [
            await StartAsync("a client secret", folder, static _ => { }, SecretClient(), null, "&client_secret=" + Secret),
            await StartAsync(
                "OpenIddict's mutual TLS, RSA",
                folder,
                static server => server.EnableSelfSignedTlsClientAuthentication(),
                CertificateClient(rsa),
                rsa),
            await StartAsync("MtlsAuth, bare RSA key", folder, UseMtlsAuth, KeyClient(rsa), rsa),
            await StartAsync("MtlsAuth, bare EC key", folder, UseMtlsAuth, KeyClient(ec), ec),
            await StartAsync("MtlsAuth, a client secret", folder, UseMtlsAuth, SecretClient(), null, "&client_secret=" + Secret),
        ];

        // Until the code is compiled as it stays.
        endpoints.ForEach(static endpoint => endpoint.Measure(RequestsToWarmUp));
        await Task.Delay(TimeSpan.FromSeconds(1));
        endpoints.ForEach(static endpoint => endpoint.Measure(RequestsToWarmUp));
        for (int round = 0; round < Rounds; round++)
        {
            endpoints.ForEach(static endpoint => endpoint.MeasureRound(RequestsPerRound));
        }

        foreach (EndpointUnderTest endpoint in endpoints)
        {
            double more = endpoint.MedianMicrosecondsMoreThan(endpoints[0]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint.Name,-35} {endpoint.MedianBytes,8:F0} bytes {endpoint.MedianMicroseconds,8:F1} µs of processor time, "
                + $"{more,+8:F1} ({100 * more / endpoints[0].MedianMicroseconds,+5:F1} %) more than with a client secret"));
        }

        foreach (EndpointUnderTest endpoint in endpoints)
        {
            await endpoint.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<EndpointUnderTest> StartAsync(
        string name,
        string folder,
        Action<OpenIddictServerBuilder> configureServer,
        OpenIddictApplicationDescriptor client,
        X509Certificate2? certificate,
        string credential = "") => EndpointUnderTest.StartAsync(
            name,
            services =>
            {
                string file = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".db");
                services.AddAuthentication();
                services.AddDbContext<OpenIddictDatabase>(options => options.UseSqlite("Data Source=" + file).UseOpenIddict());
                services.AddOpenIddict()
                    .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<OpenIddictDatabase>())
                    .AddServer(server =>
                    {
                        server.SetIssuer("https://localhost").SetTokenEndpointUris("token").AllowClientCredentialsFlow();
                        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption().DisableTokenStorage();
                        server.UseAspNetCore().EnableTokenEndpointPassthrough();
                        configureServer(server);
                    });
            },
            async app =>
            {
                app.UseRouting();
                app.UseAuthentication();
                app.MapPost("/token", SignIn);
                await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<OpenIddictDatabase>().Database.EnsureCreatedAsync();
                await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(client);
            },
            certificate,
            Form + credential);

    private static void UseMtlsAuth(OpenIddictServerBuilder server)
    {
        server.Services.AddMtlsAuth();
        server.UseMtlsAuth();
    }

    private static IResult SignIn(HttpContext context)
    {
        ClaimsIdentity identity = new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, context.GetOpenIddictServerRequest()!.ClientId);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static OpenIddictApplicationDescriptor SecretClient()
    {
        OpenIddictApplicationDescriptor application = Client();
        application.ClientSecret = Secret;
        return application;
    }

    // As OpenIddict's documentation registers a certificate.
    private static OpenIddictApplicationDescriptor CertificateClient(X509Certificate2 certificate)
    {
        using X509Certificate2 withoutPrivateKey = X509CertificateLoader.LoadCertificate(certificate.RawData);
        OpenIddictApplicationDescriptor application = Client();
        application.JsonWebKeySet = new JsonWebKeySet
        {
            Keys = { JsonWebKeyConverter.ConvertFromX509SecurityKey(new X509SecurityKey(withoutPrivateKey), representAsRsaKey: true) },
        };
        application.JsonWebKeySet.Keys[0].X5c.Add(Convert.ToBase64String(certificate.RawData));
        return application;
    }

    private static OpenIddictApplicationDescriptor KeyClient(X509Certificate2 certificate)
    {
        OpenIddictApplicationDescriptor application = Client();
        application.SetMtlsClient(BenchmarkCertificates.CreateClient(
            ClientId,
            ClientJwkSet.FromCertificates(includeX5c: false, BenchmarkCertificates.Read(certificate.RawData))));
        return application;
    }

    private static OpenIddictApplicationDescriptor Client() => new()
    {
        ClientId = ClientId,
        ClientType = ClientTypes.Confidential,
        Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
    };
}
