using MtlsAuth;

namespace ExistingServer;

/// <summary>The token endpoint (RFC 6749 §3.2) with one grant: client credentials.</summary>
internal sealed class TokenEndpoint(ClientTable clients, ClientAssertions assertions, TokenIssuer tokens)
{
    /// <summary>Authenticates the client by its secret or assertion. Nothing here was changed for mutual TLS.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        Client? client = await AuthenticateAsync(context.Request);
        await (client is null ? WriteErrorAsync(context, 401, "invalid_client") : IssueAsync(context, client.Id));
    }

    /// <summary>Answers an authenticated client.</summary>
    public async Task IssueAsync(HttpContext context, string clientId, CertificateConfirmation? confirmation = null) // added to bind
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        if (form["grant_type"] != "client_credentials")
        {
            await WriteErrorAsync(context, 400, "unsupported_grant_type");
            return;
        }

        await WriteAsync(context, 200, new()
        {
            ["access_token"] = tokens.Issue(clientId, confirmation), // added to bind
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)TokenIssuer.Lifetime.TotalSeconds,
        });
    }

    // The registered method is the only one that counts, however right another credential may be.
    private async Task<Client?> AuthenticateAsync(HttpRequest request) =>
        request.HasFormContentType
        && ClientCredential.Find(request, await request.ReadFormAsync()) is { } credential
        && clients.Find(credential.ClientId) is { } client
        && client.Method == credential.Method
        && (credential.Method == "private_key_jwt"
            ? await assertions.IsRightAsync(client, credential.Value)
            : ClientSecrets.IsRight(client, credential.Value))
            ? client
            : null;

    private static Task WriteErrorAsync(HttpContext context, int status, string error)
    {
        if (status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"oauth\"";
        }

        return WriteAsync(context, status, new() { ["error"] = error });
    }

    private static Task WriteAsync(HttpContext context, int status, Dictionary<string, object> body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body);
    }
}
