using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MtlsAuth.Tool.Input;

namespace MtlsAuth.Tool.Probing;

/// <summary>Reads a server's metadata document.</summary>
internal static class PromisesReader
{
    private const int MaximumDepth = 64;

    // There are some ten names of methods, and none is long; what a server writes beyond that is not for people.
    private const int MaximumMethods = 50;

    /// <summary>Where the document of an issuer may be (RFC 8414 §3.1; OpenID Connect Discovery §4).</summary>
    public static IReadOnlyList<Uri> FindDocuments(Uri issuer)
    {
        const string WellKnown = "/.well-known/";
        if (issuer.AbsolutePath.Contains(WellKnown, StringComparison.Ordinal))
        {
            return [issuer];
        }

        string path = issuer.AbsolutePath.TrimEnd('/');
        return
        [
            new Uri(issuer, $"{WellKnown}oauth-authorization-server{path}"),
            new Uri(issuer, $"{path}{WellKnown}openid-configuration"),
        ];
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="ProbeException">It is none, or another issuer's.</exception>
    public static ServerPromises Read(Uri url, Uri document, byte[] utf8Json)
    {
        if (JsonInput.FindFault(utf8Json, MaximumDepth) is { } fault)
        {
            throw Refuse($"{document}:{TextPlace.Of(utf8Json, fault.Offset)}: {fault.Text}");
        }

        using JsonDocument parsed = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        JsonElement root = parsed.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"{document} is not a JSON object");
        }

        // RFC 8414 §3.3: the issuer is the one whose document was asked for.
        if (url != document && FindText(root, "issuer"u8) is var issuer && issuer?.TrimEnd('/') != url.OriginalString.TrimEnd('/'))
        {
            throw Refuse($"{document} is of the issuer {ShortText.Of(issuer) ?? "without a name"}");
        }

        if (!TryFindEndpoint(root, out Uri? endpoint))
        {
            throw Refuse($"{document} has no token_endpoint that is an absolute https URL");
        }

        Uri? alias = null;
        if (root.TryGetProperty("mtls_endpoint_aliases"u8, out JsonElement aliases)
            && aliases.ValueKind == JsonValueKind.Object
            && aliases.TryGetProperty("token_endpoint"u8, out _)
            && !TryFindEndpoint(aliases, out alias))
        {
            throw Refuse($"{document} has a token_endpoint in mtls_endpoint_aliases that is not an absolute https URL");
        }

        return new ServerPromises(document, endpoint, alias, FindTexts(root, "token_endpoint_auth_methods_supported"u8), Binds(root));
    }

    private static bool Binds(JsonElement root) =>
        root.TryGetProperty("tls_client_certificate_bound_access_tokens"u8, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static bool TryFindEndpoint(JsonElement element, [NotNullWhen(true)] out Uri? endpoint) =>
        Uri.TryCreate(FindText(element, "token_endpoint"u8), UriKind.Absolute, out endpoint) && endpoint.Scheme == Uri.UriSchemeHttps;

    private static string? FindText(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] FindTexts(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [
                .. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String)
                    .Take(MaximumMethods).Select(static item => ShortText.Of(item.GetString())!),
            ]
            : [];

    private static ProbeException Refuse(string message) => new(ProbeCause.MalformedDiscovery, message);
}
