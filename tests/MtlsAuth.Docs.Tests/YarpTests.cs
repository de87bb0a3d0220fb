using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;

namespace MtlsAuth.Docs.Tests;

/// <summary>YARP with the configuration of its page, in front of a server with the settings of its page.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class YarpTests
{
    private static readonly MarkdownPage Page = new("docs/proxies/yarp.md");

    // Windows takes keys of its own stores only, and these are not shown to anybody.
    private static readonly X509Certificate2 ServerCertificate = MakeCertificate("localhost");
    private static readonly X509Certificate2 Own = MakeCertificate("client");
    private static readonly X509Certificate2 Foreign = MakeCertificate("client");

    private WebApplication _server = null!;
    private WebApplication _proxy = null!;

    private string SecretHeader => _server.Configuration["ForwardedCertificate:SecretHeaderName"]!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = Build(Settings("ForwardedCertificate"), "http://127.0.0.1:0");
        await _server.StartAsync();
        _proxy = Build(Settings("ReverseProxy"), "https://127.0.0.1:0");
        await _proxy.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_client_with_the_registered_key_gets_through() =>
        (await PostAsync(_proxy, Own)).Should().Be(HttpStatusCode.OK);

    [Test]
    public async Task A_thief_with_the_same_name_does_not() =>
        (await PostAsync(_proxy, Foreign)).Should().Be(HttpStatusCode.Unauthorized);

    [Test]
    public async Task The_header_of_a_client_without_certificate_is_removed() =>
        (await PostAsync(_proxy, certificate: null, Own)).Should().Be(HttpStatusCode.Unauthorized);

    [Test]
    public async Task The_header_of_a_thief_is_replaced() =>
        (await PostAsync(_proxy, Foreign, Own)).Should().Be(HttpStatusCode.Unauthorized);

    // What shows that the two above are worth something: from the proxy's address and under the secret name, the header does count.
    [Test]
    public async Task The_header_counts_where_the_proxy_stands() =>
        (await PostAsync(_server, certificate: null, Own)).Should().Be(HttpStatusCode.OK);

    [Test]
    public void The_sample_is_the_configuration_that_runs_here()
    {
        const string Section = "ReverseProxy";
        string sample = Repository.Read("samples/proxies/yarp/appsettings.json")
            .Replace("@CERTIFICATE_HEADER@", SecretHeader, StringComparison.Ordinal)
            .Replace("@BACKEND_PORT@", "9080", StringComparison.Ordinal);

        JsonNode written = JsonNode.Parse(sample, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })![Section]!;

        JsonNode.DeepEquals(written, JsonNode.Parse(Block(Section).Code)![Section]).Should().BeTrue();
    }

    private static CodeBlock Block(string section) =>
        Page.Blocks.Single(block => block.Language == "json" && block.Code.Contains($"\"{section}\""));

    private static Dictionary<string, string?> Settings(string section)
    {
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(Block(section).Code));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().ToDictionary();
    }

    private static X509Certificate2 MakeCertificate(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
    }

    private WebApplication Build(Dictionary<string, string?> settings, string url)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls(url);
        return url.StartsWith("https", StringComparison.Ordinal) ? BuildProxy(builder) : BuildServer(builder);
    }

    // As the page has it, but for the certificate and the address of the server.
    private WebApplication BuildProxy(WebApplicationBuilder builder)
    {
        builder.Configuration["ReverseProxy:Clusters:authorization-server:Destinations:one:Address"] = _server.Urls.Single();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.ConfigureHttpsDefaults(static https =>
        {
            https.ServerCertificate = ServerCertificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        }));
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        WebApplication app = builder.Build();
        app.MapReverseProxy();
        return app;
    }

    private static WebApplication BuildServer(WebApplicationBuilder builder)
    {
        ClientMetadata client = new()
        {
            ClientId = "client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(Own)),
        };
        builder.Services.AddMtlsAuth().AddInMemoryClients([client])
            .AddForwardedCertificate(builder.Configuration.GetSection("ForwardedCertificate"));
        WebApplication app = builder.Build();
        app.MapPost("/token", static () => "token").RequireMtlsClient();
        return app;
    }

    private static bool IsServer(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetRawCertData().SequenceEqual(ServerCertificate.RawData) == true;

    private async Task<HttpStatusCode> PostAsync(WebApplication target, X509Certificate2? certificate, X509Certificate2? claimed = null)
    {
        using SocketsHttpHandler handler = new() { SslOptions = { RemoteCertificateValidationCallback = IsServer } };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificateContext =
                SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        using HttpClient client = new(handler);
        using HttpRequestMessage request = new(HttpMethod.Post, $"{target.Urls.Single()}/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("client_id", "client")]),
        };
        if (claimed is not null)
        {
            request.Headers.Add(SecretHeader, Convert.ToBase64String(claimed.RawData));
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
