using System.Text.Json.Nodes;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>What an authorization server publishes about mutual TLS in its metadata document (RFC 8414, RFC 8705 §3.3, §5).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class MtlsServerMetadata
{
    private const string AliasesMember = "mtls_endpoint_aliases";

    private readonly string[] _enabledMethods;
    private readonly bool _bindsAccessTokens;

    // The endpoints that have a list of methods of their own. Others, such as pushed authorization requests (RFC 9126 §2), use the
    // token endpoint's.
    private static readonly string[] EndpointsWithMethods = ["token_endpoint", "revocation_endpoint", "introspection_endpoint"];

    /// <summary>Describes a server.</summary>
    /// <param name="enabledMethods">
    /// The mutual-TLS methods that it enables, as <see cref="ClientAuthenticationMethods"/> spells them.
    /// </param>
    /// <param name="mtlsEndpointAliases">
    /// Where clients reach endpoints that ask for certificates if that is not where everybody does: by names such as
    /// <c>token_endpoint</c>. Null for none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A method is not known; or an alias is not an absolute https URL without fragment, or not of an endpoint that clients call
    /// directly, such as <c>authorization_endpoint</c>, which a browser visits (RFC 8705 §5).
    /// </exception>
    public MtlsServerMetadata(
        IEnumerable<string> enabledMethods, IEnumerable<KeyValuePair<string, string>>? mtlsEndpointAliases = null)
    {
        ArgumentNullException.ThrowIfNull(enabledMethods);
        _enabledMethods = [.. enabledMethods.Distinct()];
        Aliases = Array.AsReadOnly((mtlsEndpointAliases ?? []).ToArray());
        if (_enabledMethods.FirstOrDefault(method => !ClientAuthenticationMethods.IsMutualTls(method)) is { } unknown)
        {
            throw new ArgumentException($"The method '{unknown}' is not known.", nameof(enabledMethods));
        }

        foreach ((string name, string url) in Aliases)
        {
            if (FindProblem(name, url) is { } problem)
            {
                throw new ArgumentException(problem, nameof(mtlsEndpointAliases));
            }
        }
    }

    /// <summary>
    /// The methods, each once: they join <c>token_endpoint_auth_methods_supported</c> and the lists of other endpoints. For servers whose
    /// metadata document is no <see cref="JsonObject"/>, as <see cref="GetMembers"/> is.
    /// </summary>
    public IReadOnlyList<string> Methods =>
        Profile is { } profile ? [.. _enabledMethods.Where(profile.AllowedMethods.Contains)] : _enabledMethods.AsReadOnly();

    /// <summary><c>mtls_endpoint_aliases</c>: names of endpoints and where clients reach them; empty for none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Aliases { get; }

    /// <summary>
    /// <c>tls_client_certificate_bound_access_tokens</c>: whether the server can bind access tokens to certificates. False by default,
    /// and then left out; true where <see cref="Profile"/> demands it.
    /// </summary>
    public bool TlsClientCertificateBoundAccessTokens
    {
        get => _bindsAccessTokens || Profile is { BindsAccessTokens: true };
        init => _bindsAccessTokens = value;
    }

    /// <summary>
    /// The regime whose rules the document keeps; null, the default, for none. Methods that it does not allow are left out, and endpoints
    /// that it wants under an alias have to have one.
    /// </summary>
    public SecurityProfile? Profile { get; init; }

    /// <summary>
    /// Whether the old name of that member, <c>mutual_tls_sender_constrained_access_tokens</c>, is published as well, with the same
    /// value, for clients of draft-ietf-oauth-mtls-03 (§2.2). False by default.
    /// </summary>
    public bool IncludeDraftNames { get; init; }

    /// <summary>Adds the members to a server's metadata document.</summary>
    /// <remarks>
    /// <para>
    /// The methods join those that the document lists for its token, revocation and introspection endpoints, as far as it has these. A
    /// document without a list means <c>client_secret_basic</c> by default (RFC 8414 §2): a server that supports it and adds other
    /// methods has to list it.
    /// </para>
    /// <para>Aliases join those that are there, and replace those of the same name. All else stays as it is.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A member to which something has to be added is not an array or object; or the document has an endpoint without the alias that
    /// <see cref="Profile"/> demands.
    /// </exception>
    /// <example>
    /// <code>
    /// JsonObject document = new() { ["issuer"] = "https://as.example.com" };
    /// new MtlsServerMetadata([ClientAuthenticationMethods.TlsClientAuth]).AddTo(document);
    /// </code>
    /// </example>
    public void AddTo(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        foreach (string endpoint in Profile?.RequiredEndpointAliases ?? [])
        {
            if (document.ContainsKey(endpoint) && !HasAlias(document, endpoint))
            {
                throw new ArgumentException($"'{endpoint}' needs an alias under {Profile}.", nameof(document));
            }
        }

        foreach (string endpoint in EndpointsWithMethods)
        {
            if (document.ContainsKey(endpoint))
            {
                AddMethods(document, endpoint + "_auth_methods_supported");
            }
        }

        foreach ((string name, JsonNode value) in GetMembers())
        {
            if (name == AliasesMember)
            {
                AddAliasesTo(GetOrAdd(document, AliasesMember, static () => new JsonObject()));
            }
            else
            {
                document[name] = value;
            }
        }
    }

    /// <summary>The members beside the lists of methods, with values of their own: none, if there is nothing to say.</summary>
    /// <remarks>
    /// For servers whose metadata document is no <see cref="JsonObject"/>. <c>mtls_endpoint_aliases</c> joins those that are there.
    /// </remarks>
    public IEnumerable<KeyValuePair<string, JsonNode>> GetMembers()
    {
        if (TlsClientCertificateBoundAccessTokens)
        {
            yield return new("tls_client_certificate_bound_access_tokens", JsonValue.Create(true));
            if (IncludeDraftNames)
            {
                yield return new(ClientMetadataNames.BoundAccessTokensInDrafts, JsonValue.Create(true));
            }
        }

        if (Aliases.Count > 0)
        {
            JsonObject aliases = [];
            AddAliasesTo(aliases);
            yield return new(AliasesMember, aliases);
        }
    }

    // RFC 8705 §5: names of endpoints; whatever is no endpoint that clients call directly has no meaning there.
    private static string? FindProblem(string name, string url)
    {
        if (!name.EndsWith("_endpoint", StringComparison.Ordinal) || name is "authorization_endpoint" or "end_session_endpoint")
        {
            return $"'{name}' is not an endpoint that clients call directly.";
        }

        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Fragment.Length == 0
            ? null
            : $"The alias of '{name}' is not an absolute https URL without fragment.";
    }

    private bool HasAlias(JsonObject document, string endpoint) =>
        Aliases.Any(alias => alias.Key == endpoint)
        || (document[AliasesMember] is JsonObject present && present.ContainsKey(endpoint));

    private void AddMethods(JsonObject document, string member)
    {
        JsonArray methods = GetOrAdd(document, member, static () => new JsonArray());
        HashSet<string> listed = [.. methods.Select(AsString).OfType<string>()];
        foreach (string method in Methods)
        {
            if (listed.Add(method))
            {
                methods.Add((JsonNode)method);
            }
        }
    }

    private void AddAliasesTo(JsonObject aliases)
    {
        foreach ((string name, string url) in Aliases)
        {
            aliases[name] = url;
        }
    }

    private static string? AsString(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static T GetOrAdd<T>(JsonObject document, string member, Func<T> create)
        where T : JsonNode
    {
        if (!document.TryGetPropertyValue(member, out JsonNode? present))
        {
            T added = create();
            document[member] = added;
            return added;
        }

        return present as T ?? throw new ArgumentException($"'{member}' has the wrong type.", nameof(document));
    }
}
