using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using MtlsAuth.AspNetCore;
using MtlsAuth.AspNetCore.JwtBearer;
using ResourceServer;

// A small API that takes access tokens of samples/AuthorizationServer, each only with the client certificate that it is bound to.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
int port = builder.Configuration.GetValue("Port", 8444);
string authority = builder.Configuration["Authority"]!;

// The authorization server's folder. This server takes its TLS certificate from there, so that one file is all a client has to trust.
string data = builder.Configuration["DataFolder"]
    ?? Path.Combine(builder.Environment.ContentRootPath, "../AuthorizationServer/mtlsauth-data");
if (!File.Exists(Path.Combine(data, "server.key")))
{
    Console.Error.WriteLine($"Start samples/AuthorizationServer first: {Path.GetFullPath(data)} has no server.key yet.");
    return 1;
}

string trusted = builder.Configuration["AuthorityCertificate"] ?? Path.Combine(data, "server.crt");
X509Certificate2 serverCertificate = X509Certificate2.CreateFromPemFile(Path.Combine(data, "server.crt"), Path.Combine(data, "server.key"));

// What goes wrong at the start is told below, once.
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenLocalhost(port, listen => listen.UseHttps(https =>
    {
        https.ServerCertificate = serverCertificate;
        https.RequestClientCertificates();
    }));
});

builder.Services.AddAuthorization().AddAuthentication()
    .AddJwtBearer(options =>
    {
        // What .NET looks for under /.well-known/openid-configuration, OAuth servers without OpenID have here (RFC 8414 §3).
        options.Authority = authority;
        options.MetadataAddress = authority + "/.well-known/oauth-authorization-server";
        options.Audience = builder.Configuration["Audience"];
        options.TokenValidationParameters.ValidTypes = ["at+jwt"];
        options.MapInboundClaims = false;
        options.BackchannelHttpHandler = TrustedCertificate.CreateHandler(trusted);
    })
    .AddCertificateBinding();

WebApplication app = builder.Build();
app.MapGet("/accounts", (HttpContext context, ClaimsPrincipal client, IClientCertificateSource certificates) =>
    new Dictionary<string, string?>
    {
        ["client_id"] = client.FindFirstValue("client_id"),
        ["x5t#S256"] = certificates.GetCertificate(context).Certificate?.Thumbprint.ToString(),
    }).RequireAuthorization();
try
{
    app.Run();
    return 0;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"{exception.Message} --Port chooses another.");
    return 1;
}
