using MtlsAuth.Clients;

namespace AuthorizationServer;

/// <summary>What the server says of itself (RFC 8414).</summary>
internal static class ServerMetadata
{
    private static readonly string[] GrantTypes = ["client_credentials"];
    private static readonly string[] Methods = [ClientAuthenticationMethods.PubKeyTlsClientAuth];

    public static IResult Describe(string issuer) => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = issuer,
        ["token_endpoint"] = issuer + "/token",
        ["registration_endpoint"] = issuer + "/register",
        ["jwks_uri"] = issuer + "/jwks",
        ["grant_types_supported"] = GrantTypes,
        ["response_types_supported"] = Array.Empty<string>(),
        ["token_endpoint_auth_methods_supported"] = Methods,
    });
}
