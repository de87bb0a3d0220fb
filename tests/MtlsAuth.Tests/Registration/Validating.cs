using System.Text;
using System.Text.Json.Nodes;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary>Registration requests of clients with keys, and what a server with all methods says of them.</summary>
internal static class Validating
{
    public static readonly string[] AllMethods =
    [
        ClientAuthenticationMethods.PubKeyTlsClientAuth,
        ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        ClientAuthenticationMethods.TlsClientAuth,
    ];

    public static JsonObject PubKey(params JsonNode?[] keys) => Request(ClientAuthenticationMethods.PubKeyTlsClientAuth, keys);

    public static JsonObject SelfSigned(params JsonNode?[] keys) => Request(ClientAuthenticationMethods.SelfSignedTlsClientAuth, keys);

    public static JsonObject JwkOf(ClientCertificate certificate, bool includeX5c = true)
    {
        byte[] set = ClientJwkSet.FromCertificates(includeX5c, certificate).ToUtf8Json();
        return JsonNode.Parse(set)!["keys"]![0]!.DeepClone().AsObject();
    }

    public static ClientRegistrationReport Validate(
        JsonObject metadata, ClientRegistrationValidatorOptions? options = null, TimeProvider? clock = null) =>
        new ClientRegistrationValidator(WithAllMethods(options ?? new()), clock).Validate(Encoding.UTF8.GetBytes(metadata.ToJsonString()));

    private static ClientRegistrationValidatorOptions WithAllMethods(ClientRegistrationValidatorOptions options) => new()
    {
        EnabledMethods = AllMethods,
        OtherMethods = options.OtherMethods,
        CertificatePolicy = options.CertificatePolicy,
        SelfSignedMatching = options.SelfSignedMatching,
        SupportsJwksUri = options.SupportsJwksUri,
        MaximumLength = options.MaximumLength,
        MaximumKeyCount = options.MaximumKeyCount,
        IsTrustedSource = options.IsTrustedSource,
    };

    private static JsonObject Request(string method, JsonNode?[] keys) => new()
    {
        ["token_endpoint_auth_method"] = method,
        ["jwks"] = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key?.DeepClone())]) },
    };
}
