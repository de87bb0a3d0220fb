using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OpenIddictServer;
using static OpenIddict.Abstractions.OpenIddictConstants;

// An OpenIddict server as its documentation has it, with its clients in SQLite. What makes its clients authenticate by certificate are
// the lines that are marked.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string folder = Path.GetFullPath(builder.Configuration["DataFolder"] ?? "mtlsauth-data");
int port = builder.Configuration.GetValue("Port", 8446);
Directory.CreateDirectory(folder);
X509Certificate2 certificate = ServerCertificate.LoadOrMake(folder);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.UseHttps(https =>
{
    https.ServerCertificate = certificate;
    https.RequestClientCertificates(); // mutual TLS: asks for certificates, and leaves it to MtlsAuth to judge them
})));
builder.Services.AddMtlsAuth(builder.Configuration.GetSection("MtlsAuth")); // mutual TLS: settings, such as the methods
builder.Services.AddDbContext<Database>(options =>
    options.UseSqlite("Data Source=" + Path.Combine(folder, "clients.db")).UseOpenIddict());
builder.Services.AddOpenIddict()
    .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<Database>())
    .AddServer(server =>
    {
        server.SetIssuer($"https://localhost:{port}");
        server.SetTokenEndpointUris("token").SetIntrospectionEndpointUris("introspect").SetRevocationEndpointUris("revoke");
        server.AllowClientCredentialsFlow();

        // Tokens end with the process. A server of your own has keys of its own.
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
        server.UseAspNetCore().EnableTokenEndpointPassthrough();
        server.UseMtlsAuth(); // mutual TLS: authenticates clients by certificate
    });

WebApplication app = builder.Build();
await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<Database>().Database.EnsureCreatedAsync();
    if (builder.Configuration["Register"] is { } client)
    {
        return await Registration.RegisterAsync(scope.ServiceProvider, client);
    }
}

app.MapPost("/token", (HttpContext context) =>
{
    ClaimsIdentity identity = new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
    identity.SetClaim(Claims.Subject, context.GetOpenIddictServerRequest()!.ClientId);
    identity.SetDestinations(static _ => [Destinations.AccessToken]);
    return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
});
await app.RunAsync();
return 0;
