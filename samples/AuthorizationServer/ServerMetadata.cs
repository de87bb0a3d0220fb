using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.Registration;

namespace AuthorizationServer;

/// <summary>What the server says of itself (RFC 8414).</summary>
internal static class ServerMetadata
{
    /// <param name="issuer">The server, at the port where clients are asked for certificates.</param>
    /// <param name="browserAddress">The same server at the port where nobody is.</param>
    /// <param name="options">What is switched on.</param>
    public static IResult Describe(string issuer, string browserAddress, IOptions<MtlsAuthOptions> options)
    {
        SecurityProfile? profile = options.Value.FindProfile();
        bool allowsPublicClients = profile?.AllowedMethods.Contains(TokenClient.NoMethod) ?? true;
        JsonObject document = new()
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = browserAddress + "/authorize",
            ["token_endpoint"] = browserAddress + "/token",
            ["introspection_endpoint"] = browserAddress + "/introspect",
            ["registration_endpoint"] = issuer + "/register",
            ["jwks_uri"] = issuer + "/jwks",
            ["token_endpoint_auth_methods_supported"] = allowsPublicClients ? new JsonArray(TokenClient.NoMethod) : [],
            ["grant_types_supported"] = new JsonArray("authorization_code", "client_credentials", "refresh_token"),
            ["response_types_supported"] = new JsonArray("code"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
        };

        // What concerns mutual TLS follows from what is switched on; the aliases stand at the port that asks for certificates.
        Dictionary<string, string> aliases = new()
        {
            ["token_endpoint"] = issuer + "/token",
            ["introspection_endpoint"] = issuer + "/introspect",
            ["registration_endpoint"] = issuer + "/register",
        };
        new MtlsServerMetadata(options.Value.EnabledMethods!, aliases)
        {
            TlsClientCertificateBoundAccessTokens = true,
            Profile = profile,
        }.AddTo(document);
        return Results.Text(document.ToJsonString(), "application/json");
    }
}
