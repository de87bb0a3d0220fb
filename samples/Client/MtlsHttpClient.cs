using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MtlsAuth;
using MtlsAuth.Certificates;

namespace Client;

/// <summary>Talks to the authorization server and the API over one certificate, or over none.</summary>
internal sealed class MtlsHttpClient : IDisposable
{
    private readonly HttpClient _http;

    public MtlsHttpClient(X509Certificate2 server, X509Certificate2? certificate)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { server },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [], offline: true);
        }

        _http = new HttpClient(handler);
    }

    /// <summary>Registers the certificate's public key (RFC 7591), and returns the id that the server gives the client.</summary>
    public Task<string> RegisterAsync(string authorizationServer, X509Certificate2 certificate) =>
        RegisterAsync(authorizationServer, new ClientMetadata
        {
            ClientName = "sample client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(certificate)),
            TlsClientCertificateBoundAccessTokens = true,
        });

    public async Task<string> RegisterAsync(string authorizationServer, ClientMetadata metadata)
    {
        using ByteArrayContent content = new(metadata.ToUtf8Json());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await _http.PostAsync(authorizationServer + "/register", content);
        return await ReadMemberAsync(response.EnsureSuccessStatusCode(), "client_id");
    }

    public async Task<string> GetTokenAsync(string authorizationServer, string clientId)
    {
        using HttpResponseMessage response = await PostTokenRequestAsync(authorizationServer, clientId);
        return await ReadMemberAsync(response.EnsureSuccessStatusCode(), "access_token");
    }

    public async Task<HttpAnswer> RequestTokenAsync(string authorizationServer, string clientId)
    {
        using HttpResponseMessage response = await PostTokenRequestAsync(authorizationServer, clientId);
        return new HttpAnswer((int)response.StatusCode, null, await response.Content.ReadAsStringAsync());
    }

    public async Task<HttpAnswer> CallAsync(string api, string token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, api + "/accounts");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string? challenge = response.Headers.WwwAuthenticate.FirstOrDefault()?.ToString();
        return new HttpAnswer((int)response.StatusCode, challenge, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What a token in the form of a JWT is bound to. A client need not know; here it is for the reader.</summary>
    public static string ReadConfirmation(string token)
    {
        string payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        byte[] json = Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("cnf").GetRawText();
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostTokenRequestAsync(string authorizationServer, string clientId)
    {
        using StringContent form = new(
            $"grant_type=client_credentials&client_id={Uri.EscapeDataString(clientId)}",
            Encoding.UTF8,
            "application/x-www-form-urlencoded");
        return await _http.PostAsync(authorizationServer + "/token", form);
    }

    private static async Task<string> ReadMemberAsync(HttpResponseMessage response, string member)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty(member).GetString()!;
    }
}
