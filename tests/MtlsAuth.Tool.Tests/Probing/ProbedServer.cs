using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using MtlsAuth.Testing;

namespace MtlsAuth.Tool.Tests.Probing;

/// <summary>An authorization server of Kestrel's, as right or wrong as a test wants it.</summary>
internal sealed class ProbedServer : IAsyncDisposable
{
    private static readonly X509Certificate2 Root =
        TestCertificates.Ec().WithSubject("CN=server root").AsAuthority().Create().ToX509Certificate2();

    private WebApplication? _application;

    /// <summary>The authority of the servers' certificates.</summary>
    public static string Authority { get; } = Root.ExportCertificatePem();

    /// <summary>Whether it asks for certificates.</summary>
    public ClientCertificateMode Mode { get; init; } = ClientCertificateMode.AllowCertificate;

    /// <summary>Whether it takes any certificate in the handshake, as mutual TLS for OAuth needs it.</summary>
    public bool TakesAny { get; init; } = true;

    /// <summary>The authorities that it names in the handshake; null for none.</summary>
    public X509Certificate2? NamedAuthority { get; init; }

    /// <summary>The name in its certificate, beside 127.0.0.1.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Its metadata; null if it publishes none.</summary>
    public Func<ProbedServer, string?> Metadata { get; init; } = static server => server.Describe().ToJsonString();

    /// <summary>Where the metadata is.</summary>
    public string MetadataPath { get; init; } = "/.well-known/oauth-authorization-server";

    /// <summary>The token endpoint. By default it lets in whose certificate's subject is CN=right, and binds the token.</summary>
    public RequestDelegate Token { get; init; } = LetRightIn;

    /// <summary>The requests for tokens.</summary>
    public List<IFormCollection> Requests { get; } = [];

    public Uri Url { get; private set; } = null!;

    /// <summary>What a server with one method says of itself.</summary>
    public JsonObject Describe() => new()
    {
        ["issuer"] = Url.ToString().TrimEnd('/'),
        ["token_endpoint"] = new Uri(Url, "/token").ToString(),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt", "pub_key_tls_client_auth"),
        ["tls_client_certificate_bound_access_tokens"] = true,
    };

    public async Task<ProbedServer> StartAsync()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(HostName);
        if (HostName == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        X509Certificate2 certificate = TestCertificates.Ec()
            .WithSubject($"CN={HostName}")
            .IssuedBy(Root)
            .ValidUntil(Root.NotAfter)
            .ValidFrom(Root.NotBefore)
            .WithExtensions(names.Build())
            .Create().ToX509Certificate2();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => Configure(listener, certificate)));
        _application = builder.Build();
        _application.MapGet(MetadataPath, (HttpContext context) =>
            Metadata(this) is { } text ? Results.Text(text, "application/json") : Results.NotFound());
        _application.MapPost("/token", async context =>
        {
            Requests.Add(await context.Request.ReadFormAsync());
            await Token(context);
        });
        await _application.StartAsync();
        Url = new Uri($"https://localhost:{new Uri(_application.Urls.First()).Port}/");
        return this;
    }

    /// <summary>A token that says to which certificate it is bound.</summary>
    public static string CreateToken(string? thumbprint)
    {
        JsonObject claims = new() { ["sub"] = "right", ["jti"] = "a-secret-part-of-a-token" };
        if (thumbprint is not null)
        {
            claims["cnf"] = new JsonObject { ["x5t#S256"] = thumbprint };
        }

        string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        return $"{Encode("""{"alg":"ES256"}""")}.{Encode(claims.ToJsonString())}.{Encode("the-signature")}";
    }

    /// <summary>Answers with a token.</summary>
    public static RequestDelegate Grant(Func<string?, string> createToken) => context => context.Response.WriteAsJsonAsync(new JsonObject
    {
        ["access_token"] = createToken(context.Connection.ClientCertificate is { } certificate
            ? Base64Url.EncodeToString(SHA256.HashData(certificate.RawData))
            : null),
        ["token_type"] = "Bearer",
    });

    /// <summary>Answers with an error.</summary>
    public static RequestDelegate Refuse(int status, string error) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error, ["error_description"] = "because\u001b[31m" });
    };

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }

    private static Task LetRightIn(HttpContext context) =>
        context.Connection.ClientCertificate?.Subject == "CN=right"
            ? Grant(CreateToken)(context)
            : Refuse(401, "invalid_client")(context);

    private void Configure(ListenOptions listener, X509Certificate2 certificate)
    {
        if (NamedAuthority is { } authority)
        {
            SslServerAuthenticationOptions options = new()
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(
                    certificate, null, offline: true, SslCertificateTrust.CreateForX509Collection([authority], sendTrustInHandshake: true)),
                ClientCertificateRequired = true,
#pragma warning disable CA5359 // As AllowAnyClientCertificate does it: the token endpoint decides.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            };
            listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(options) });
            return;
        }

        listener.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = Mode;
            if (TakesAny)
            {
                https.AllowAnyClientCertificate();
            }
        });
    }
}
