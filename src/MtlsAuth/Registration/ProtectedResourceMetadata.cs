using System.Text.Json.Nodes;

namespace MtlsAuth.Registration;

/// <summary>What a resource server publishes about itself and mutual TLS in its metadata document (RFC 9728).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ProtectedResourceMetadata
{
    private const string WellKnownPath = "/.well-known/oauth-protected-resource";
    private const string Scheme = "https://";

    /// <summary>Describes a resource server.</summary>
    /// <param name="resource">
    /// Its resource identifier (RFC 9728 §1.2): the address that clients know it by, letter for letter as they compare it (§3.3).
    /// </param>
    /// <param name="authorizationServers">
    /// The issuer identifiers of the authorization servers whose tokens it takes (RFC 8414 §2); null for none that it tells of.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An address is not absolute, does not begin with <c>https://</c>, has a fragment or characters that belong into no address; or an
    /// issuer has a query.
    /// </exception>
    public ProtectedResourceMetadata(string resource, IEnumerable<string>? authorizationServers = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Resource = IsAddress(resource) ? resource : throw new ArgumentException(
            $"'{resource}' is not an absolute https URL without fragment.", nameof(resource));
        AuthorizationServers = Array.AsReadOnly((authorizationServers ?? []).ToArray());
        foreach (string issuer in AuthorizationServers)
        {
            if (!IsAddress(issuer) || issuer.Contains('?'))
            {
                throw new ArgumentException(
                    $"'{issuer}' is not an absolute https URL without query and fragment.", nameof(authorizationServers));
            }
        }

        Address = FindAddress(resource);
    }

    /// <summary><c>resource</c>: the resource identifier.</summary>
    public string Resource { get; }

    /// <summary><c>authorization_servers</c>: issuer identifiers; empty for none.</summary>
    public IReadOnlyList<string> AuthorizationServers { get; }

    /// <summary>
    /// <c>tls_client_certificate_bound_access_tokens</c>: whether the server takes tokens that are bound to a certificate (RFC 8705 §3).
    /// False by default, and then left out.
    /// </summary>
    public bool TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary>
    /// Where clients look for the document (RFC 9728 §3.1), and what the challenge parameter <c>resource_metadata</c> holds (§5.1).
    /// </summary>
    public Uri Address { get; }

    /// <summary>Adds the members to a metadata document, or replaces those of the same names. All else stays as it is.</summary>
    /// <example>
    /// <code>
    /// ProtectedResourceMetadata metadata = new("https://api.example.com", ["https://as.example.com"])
    /// {
    ///     TlsClientCertificateBoundAccessTokens = true,
    /// };
    /// JsonObject document = new() { ["scopes_supported"] = new JsonArray("accounts") };
    /// metadata.AddTo(document);
    /// app.MapGet(metadata.Address.AbsolutePath, () => document);
    /// </code>
    /// </example>
    public void AddTo(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        foreach ((string name, JsonNode value) in GetMembers())
        {
            document[name] = value;
        }
    }

    /// <summary>The members, with values of their own: for servers whose metadata document is no <see cref="JsonObject"/>.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode>> GetMembers()
    {
        yield return new("resource", JsonValue.Create(Resource));
        if (AuthorizationServers.Count > 0)
        {
            yield return new("authorization_servers", new JsonArray([.. AuthorizationServers.Select(static issuer => (JsonNode)issuer)]));
        }

        if (TlsClientCertificateBoundAccessTokens)
        {
            yield return new("tls_client_certificate_bound_access_tokens", JsonValue.Create(true));
        }
    }

    // Characters beyond ASCII would be published in one spelling and called in another.
    private static bool IsAddress(string? url) =>
        url is not null
        && url.StartsWith(Scheme, StringComparison.Ordinal)
        && url.All(static character => character is > ' ' and < '\x7f' and not ('#' or '\\' or '"'))
        && Uri.TryCreate(url, UriKind.Absolute, out _);

    // RFC 9728 §3.1: between the host and the path or query, and without the slash that ends a host.
    private static Uri FindAddress(string resource)
    {
        int end = resource.AsSpan(Scheme.Length).IndexOfAny('/', '?');
        (string host, string rest) = end < 0 ? (resource, "") : (resource[..(Scheme.Length + end)], resource[(Scheme.Length + end)..]);
        return new Uri(host + WellKnownPath + (rest is "/" || rest.StartsWith("/?", StringComparison.Ordinal) ? rest[1..] : rest));
    }
}
