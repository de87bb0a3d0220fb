using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>
/// A whole request at a guarded token endpoint, as a server hands it over: the query, the headers' lines, an empty line, the body.
/// </summary>
internal sealed class TokenRequestTarget() : FuzzTarget("token-request", InputShape.Text)
{
    private const string ClientId = "client";

    private readonly Lazy<PassiveServer> _server = new(Start);

    public override IReadOnlyList<string> Tokens =>
    [
        "client_id=client", "client_id=other", "client_secret=", "client_assertion=", "client_assertion_type=",
        "grant_type=client_credentials", "&", "=", "%", "%00", "%ED%A0%80", "+", "Authorization: Basic Y2xpZW50Og==\n",
        "Authorization: Bearer x\n", "Authorization:\n", "Content-Length: 70000\n", "Content-Type: application/x-www-form-urlencoded\n",
        "Content-Type: multipart/form-data; boundary=x\n", "; charset=utf-7", "; charset=utf-16",
    ];

    public override void Execute(byte[] input)
    {
        HttpRequestFeature request = Read(input);
        (int status, string body) = _server.Value.Send(request);
        Claim(status is 200 or 400 or 401 or 413, "a token endpoint answers a client's fault as one");

        // There is no certificate but the client's own, so whoever is let through has named the client.
        Claim(status != 200 || body == ClientId, "the client is the one that is named");
    }

    private static PassiveServer Start()
    {
        string pem = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Seeds", "certificate", "rfc8705.pem"));
        if (!ClientCertificate.TryParsePem(pem, out ClientCertificate? certificate, out CertificateFormatError error))
        {
            throw new InvalidDataException(error.ToString());
        }

        PassiveServer server = new(certificate);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.AddMtlsAuth(options => options.CertificatePolicy.ValidityPeriod = CertificateCheck.Ignore)
            .AddInMemoryClients(new ClientMetadata
            {
                ClientId = ClientId,
                TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
                Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
            });
        WebApplication application = builder.Build();
        application.MapPost("/token", (HttpContext context) => context.GetMtlsClient()!.ClientId).RequireMtlsClient();
        application.StartAsync().GetAwaiter().GetResult();
        return server;
    }

    private static HttpRequestFeature Read(byte[] input)
    {
        string text = Encoding.Latin1.GetString(input);
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] head = (end < 0 ? text : text[..end]).Split('\n');
        HttpRequestFeature request = new()
        {
            Method = "POST",
            Path = "/token",
            QueryString = head[0].StartsWith('?') ? head[0] : string.Empty,
            Scheme = "https",
            Protocol = "HTTP/2",
            Body = new MemoryStream(Encoding.Latin1.GetBytes(end < 0 ? string.Empty : text[(end + 2)..])),
        };
        foreach (string line in head.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                request.Headers.Append(line[..colon], line[(colon + 1)..].Trim(' '));
            }
        }

        return request;
    }
}
