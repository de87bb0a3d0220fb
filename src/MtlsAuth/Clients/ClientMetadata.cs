using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using MtlsAuth.Clients;
using MtlsAuth.KeySets;

namespace MtlsAuth;

/// <summary>What the authorization server knows of a client, under the names of RFC 7591 and RFC 8705.</summary>
/// <remarks>
/// <para>An empty string is no value: setting one is setting null (RFC 7592 §2.2 takes both for an omitted member).</para>
/// <para>Immutable and thread-safe. <c>with</c> expressions make changed copies.</para>
/// </remarks>
public sealed record ClientMetadata
{
    private readonly bool? _boundAccessTokens;
    private Dictionary<string, JsonElement>? _additionalMembers;

    /// <summary><c>client_id</c>: how requests name the client. Empty in a registration request, where the server chooses it.</summary>
    [JsonIgnore]
    public string ClientId
    {
        get;
        init => field = value ?? string.Empty;
    } = string.Empty;

    // Empty is absent here as well; and null is what generated JSON code sets where the member is missing.
    [JsonInclude]
    [JsonPropertyName("client_id")]
    internal string? ClientIdMember
    {
        get => NullIfEmpty(ClientId);
        init => ClientId = value!;
    }

    /// <summary><c>client_name</c>: a name for people (RFC 7591 §2).</summary>
    [JsonPropertyName("client_name")]
    public string? ClientName
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary>
    /// <c>token_endpoint_auth_method</c>: the one method by which the client authenticates. Null means <c>client_secret_basic</c>
    /// (RFC 7591 §2), which no certificate can satisfy.
    /// </summary>
    [JsonPropertyName("token_endpoint_auth_method")]
    public string? TokenEndpointAuthMethod
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>jwks</c>: the client's public keys by value. Not together with <see cref="JwksUri"/> (RFC 7591 §2).</summary>
    [JsonPropertyName("jwks")]
    public ClientJwkSet? Jwks { get; init; }

    /// <summary><c>jwks_uri</c>: where the client publishes its public keys.</summary>
    [JsonPropertyName("jwks_uri")]
    public string? JwksUri
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_auth_subject_dn</c>: the expected subject in RFC 4514 form (RFC 8705 §2.1.2).</summary>
    [JsonPropertyName("tls_client_auth_subject_dn")]
    public string? TlsClientAuthSubjectDn
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_auth_san_dns</c>: an expected dNSName (RFC 8705 §2.1.2).</summary>
    [JsonPropertyName("tls_client_auth_san_dns")]
    public string? TlsClientAuthSanDns
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_auth_san_uri</c>: an expected uniformResourceIdentifier (RFC 8705 §2.1.2).</summary>
    [JsonPropertyName("tls_client_auth_san_uri")]
    public string? TlsClientAuthSanUri
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_auth_san_ip</c>: an expected iPAddress, IPv4 dotted or IPv6 (RFC 8705 §2.1.2).</summary>
    [JsonPropertyName("tls_client_auth_san_ip")]
    public string? TlsClientAuthSanIp
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_auth_san_email</c>: an expected rfc822Name (RFC 8705 §2.1.2).</summary>
    [JsonPropertyName("tls_client_auth_san_email")]
    public string? TlsClientAuthSanEmail
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_auth_root_dn</c>: the expected subject of the chain's root (draft-ietf-oauth-mtls-03 §2.3).</summary>
    [JsonPropertyName("tls_client_auth_root_dn")]
    public string? TlsClientAuthRootDn
    {
        get;
        init => field = NullIfEmpty(value);
    }

    /// <summary><c>tls_client_certificate_bound_access_tokens</c>: the client wants bound access tokens (RFC 8705 §3.4).</summary>
    [JsonIgnore]
    public bool TlsClientCertificateBoundAccessTokens
    {
        get => _boundAccessTokens ?? false;
        init => _boundAccessTokens = value;
    }

    /// <summary>
    /// <c>self_signed_tls_client_auth_matching</c>, a member of this library's own: what <c>self_signed_tls_client_auth</c> compares for
    /// this client; null for what the server's settings say.
    /// </summary>
    [JsonPropertyName("self_signed_tls_client_auth_matching")]
    public SelfSignedMatching? SelfSignedMatching { get; init; }

    /// <summary>All members that have no property here, kept so that reading and writing loses nothing; null if there are none.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement>? AdditionalMembers
    {
        get => _additionalMembers;
        init => _additionalMembers = value is null ? null : new Dictionary<string, JsonElement>(value, StringComparer.Ordinal);
    }

    // Who registers false gets to see false (RFC 7591 §3.2.1); who says nothing, nothing.
    [JsonInclude]
    [JsonPropertyName("tls_client_certificate_bound_access_tokens")]
    internal bool? BoundAccessTokens
    {
        get => _boundAccessTokens;
        init => _boundAccessTokens = value;
    }

    // The JSON library fills a property of this kind after construction, when it is too late for one that is "init", with a dictionary
    // of its own.
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? ExtensionData
    {
        get => _additionalMembers;
        set => _additionalMembers = value;
    }

    /// <summary>Reads client metadata from JSON.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8, without byte order mark.</param>
    /// <param name="metadata">The metadata, or null.</param>
    /// <param name="error">Where and why reading failed, or null.</param>
    /// <param name="maximumLength">The longest text, in octets.</param>
    /// <param name="maximumKeyCount">The most keys in <c>jwks</c>, skipped ones included.</param>
    /// <returns>Whether the metadata was read. Never throws for bad input.</returns>
    /// <remarks>
    /// A member that occurs twice, has the wrong type, or holds a private key refuses the object. Unusable keys in <c>jwks</c> are
    /// skipped (<see cref="ClientJwkSet.SkippedKeys"/>). Members of this class that are null or empty strings count as absent.
    /// </remarks>
    /// <example>
    /// <code>
    /// if (!ClientMetadata.TryParse(utf8Json, out ClientMetadata? metadata, out ClientMetadataError? error))
    /// {
    ///     throw new InvalidDataException(error.ToString());
    /// }
    /// </code>
    /// </example>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ClientMetadata? metadata,
        [NotNullWhen(false)] out ClientMetadataError? error,
        int maximumLength = ClientJwkSet.DefaultMaximumLength,
        int maximumKeyCount = ClientJwkSet.DefaultMaximumKeyCount) =>
        new ClientMetadataReader(new ClientJwkSetLimits(maximumLength, maximumKeyCount)).TryRead(utf8Json, out metadata, out error);

    /// <summary>
    /// Writes the metadata as a JSON object in UTF-8, with all that was read: members and keys that are not understood as well. Null
    /// members are left out.
    /// </summary>
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, ClientMetadataJsonContext.Default.ClientMetadata);

    // The record's own ToString would print every member, and client metadata may hold what the application keeps secret.

    /// <summary>The client's id, for logs.</summary>
    public override string ToString() => $"client {ClientId}";

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
