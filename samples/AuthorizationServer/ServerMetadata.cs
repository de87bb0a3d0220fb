using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.Discovery;

namespace AuthorizationServer;

/// <summary>What the server says of itself (RFC 8414).</summary>
internal static class ServerMetadata
{
    public static IResult Describe(string issuer, IOptions<MtlsAuthOptions> options)
    {
        JsonObject document = new()
        {
            ["issuer"] = issuer,
            ["token_endpoint"] = issuer + "/token",
            ["registration_endpoint"] = issuer + "/register",
            ["jwks_uri"] = issuer + "/jwks",
            ["grant_types_supported"] = new JsonArray("client_credentials"),
            ["response_types_supported"] = new JsonArray(),
        };

        // What concerns mutual TLS follows from what is switched on.
        new MtlsServerMetadata(options.Value.EnabledMethods!).AddTo(document);
        return Results.Text(document.ToJsonString(), "application/json");
    }
}
