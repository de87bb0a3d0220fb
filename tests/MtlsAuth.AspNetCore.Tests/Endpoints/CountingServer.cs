using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

/// <summary>
/// An authorization server as there are some, in which the library decides about mutual TLS: it has secrets and assertions itself, and
/// takes any certificate for a credential, which somebody else is to have checked.
/// </summary>
internal static class CountingServer
{
    /// <summary>What makes the secret client and, as its assertion's signature, the client of assertions.</summary>
    public const string Secret = "p w%";

    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly ClientMetadata[] OtherClients =
    [
        new() { ClientId = "secret", TokenEndpointAuthMethod = "client_secret_basic" },
        new() { ClientId = "default" },
        new() { ClientId = "jwt", TokenEndpointAuthMethod = "private_key_jwt" },
        new() { ClientId = "public", TokenEndpointAuthMethod = "none" },
    ];

    /// <summary>Starts the server.</summary>
    /// <param name="client">The client that is registered for mutual TLS.</param>
    /// <param name="findsClientItself">Whether the server says which client and credential it found, or lets the library find.</param>
    /// <param name="configureServices">Further services.</param>
    public static Task<TestServer> StartAsync(
        TestClient client, bool findsClientItself, Action<IServiceCollection>? configureServices = null) => TestServer.StartAsync(
            services =>
            {
                services.AddMtlsAuth().AddInMemoryClients([client.Metadata, .. OtherClients]);
                configureServices?.Invoke(services);
            },
            app => app.MapPost("/token", findsClientItself ? (Delegate)FindAndHandleAsync : HandleAsync));

    public static string Assert(string claims, string signature) =>
        string.Join('.', Encode("{\"alg\":\"none\"}"), Encode(claims), Uri.EscapeDataString(signature));

    private static string Encode(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // Whatever goes on sees what is left of the request.
    private static async Task<IResult> HandleAsync(HttpContext context)
    {
        MtlsClientDecision decision = await context.AuthenticateMtlsClientAsync();
        Found found = await Found.InAsync(context);
        return decision.Match(
            static authenticated => Results.Text(authenticated.Client.ClientId),
            static refused => Results.StatusCode(refused.Error.StatusCode),
            _ => found.Certificate is not null ? Results.Text(found.ClientId) : Check(found));
    }

    // What was found before stays found.
    private static async Task<IResult> FindAndHandleAsync(HttpContext context)
    {
        Found found = await Found.InAsync(context);
        MtlsClientDecision decision = await context.AuthenticateMtlsClientAsync(found.ClientId, found.Credential is not null);
        return decision.Match(
            static authenticated => Results.Text(authenticated.Client.ClientId),
            static refused => Results.StatusCode(refused.Error.StatusCode),
            _ => found is { Certificate: not null, Credential: null } ? Results.Text(found.ClientId) : Check(found));
    }

    private static IResult Check(Found found) =>
        found.ClientId == "public" || found.Credential == Secret ? Results.Text(found.ClientId) : Results.Unauthorized();

    /// <summary>What a server finds that reads requests in its own way.</summary>
    private sealed record Found(string? ClientId, string? Credential, X509Certificate2? Certificate)
    {
        public static async Task<Found> InAsync(HttpContext context)
        {
            IFormCollection form = await context.Request.ReadFormAsync();
            string? clientId = NotEmpty(form["client_id"]);
            string? credential = NotEmpty(form["client_secret"]);
            if (context.Request.Headers.Authorization.ToString() is { } header && header.StartsWith("Basic ", StringComparison.Ordinal))
            {
                byte[] octets = new byte[header.Length];
                if (Convert.TryFromBase64String(header[6..], octets, out int length))
                {
                    string[] parts = Encoding.UTF8.GetString(octets, 0, length).Split(':', 2);
                    clientId = Uri.UnescapeDataString(parts[0]);
                    credential = NotEmpty(Uri.UnescapeDataString(parts[^1].Replace('+', ' ')));
                }
            }

            if (form["client_assertion_type"] == AssertionType && form["client_assertion"].ToString().Split('.') is [_, _, { } signature])
            {
                clientId ??= "jwt";
                credential = NotEmpty(Uri.UnescapeDataString(signature));
            }

            return new Found(
                clientId, credential, context.Connection.ClientCertificate ?? await context.Connection.GetClientCertificateAsync());
        }

        private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
