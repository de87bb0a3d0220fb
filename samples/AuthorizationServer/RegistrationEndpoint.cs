using System.Text.Json.Nodes;
using MtlsAuth.Clients;

namespace AuthorizationServer;

/// <summary>Dynamic client registration (RFC 7591), open to everybody who reaches this port: fit for a demonstration only.</summary>
internal static class RegistrationEndpoint
{
    private const int MaximumLength = 65_536;

    public static async Task<IResult> HandleAsync(HttpContext context, ClientRegistry registry)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (await ReadBodyAsync(context.Request) is not { } body)
        {
            return Error("invalid_client_metadata", "The request is too long");
        }

        if (!ClientMetadata.TryParse(body, out ClientMetadata? requested, out ClientMetadataError? error))
        {
            return Error("invalid_client_metadata", $"{error.Path}: {error.Description}");
        }

        if (requested.TokenEndpointAuthMethod != ClientAuthenticationMethods.PubKeyTlsClientAuth
            || requested.Jwks is not { Keys.Count: > 0 }
            || requested.JwksUri is not null)
        {
            return Error("invalid_client_metadata", "The server needs pub_key_tls_client_auth and jwks with a public key");
        }

        ClientMetadata registered = requested with { ClientId = Guid.NewGuid().ToString("N") };
        if (!registry.TryAdd(registered))
        {
            return Error("invalid_client_metadata", "The metadata cannot be stored");
        }

        return Results.Text(JsonNode.Parse(registered.ToUtf8Json())!.ToJsonString(), "application/json", statusCode: StatusCodes.Status201Created);
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaximumLength)
        {
            return null;
        }

        using MemoryStream body = new();
        byte[] buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer)) > 0)
        {
            if (body.Length + read > MaximumLength)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static IResult Error(string error, string description) => Results.Json(
        new Dictionary<string, string> { ["error"] = error, ["error_description"] = description },
        statusCode: StatusCodes.Status400BadRequest);
}
