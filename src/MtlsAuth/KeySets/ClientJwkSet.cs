using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.KeySets;

namespace MtlsAuth;

/// <summary>The public keys that a client registered: a JWK Set (RFC 7517 §5), compiled once for fast look-up.</summary>
/// <remarks>
/// <para>
/// Reading is strict. Keys of unknown types, unusable and malformed keys are skipped, each with a reason, and don't spoil the set.
/// Private and symmetric keys refuse it as a whole.
/// </para>
/// <para>Immutable and thread-safe. Looking up a key costs the same with one key as with a thousand.</para>
/// </remarks>
[JsonConverter(typeof(ClientJwkSetJsonConverter))]
public sealed class ClientJwkSet
{
    /// <summary>The longest JSON text that is read if the caller does not say, in octets: 1 MiB.</summary>
    public const int DefaultMaximumLength = 1_048_576;

    /// <summary>The most keys that are read if the caller does not say, skipped ones included: 1,000.</summary>
    public const int DefaultMaximumKeyCount = 1_000;

    // Comparing so few keys one by one is faster than hashing one of them, and most sets hold one.
    private const int LargestSetWithoutTable = 4;

    private readonly ClientJwk[] _keys;
    private readonly FrozenDictionary<SubjectPublicKey, ClientJwk[]>? _byKey;

    internal ClientJwkSet(IReadOnlyList<ClientJwk> keys)
        : this(keys, [], [], null)
    {
    }

    /// <param name="keys">The usable keys.</param>
    /// <param name="skippedKeys">The others, by their places.</param>
    /// <param name="skippedJson">Their JSON text in UTF-8, in the same order.</param>
    /// <param name="otherMembers">The members of the set beside <c>keys</c> as a JSON object; null if there are none.</param>
    internal ClientJwkSet(
        IReadOnlyList<ClientJwk> keys,
        IReadOnlyList<SkippedJwk> skippedKeys,
        IReadOnlyList<byte[]> skippedJson,
        byte[]? otherMembers)
    {
        _keys = [.. keys];
        Keys = _keys.AsReadOnly();
        SkippedKeys = skippedKeys;
        SkippedJson = skippedJson;
        OtherMembers = otherMembers;
        _byKey = _keys.Length > LargestSetWithoutTable
            ? _keys.GroupBy(key => key.PublicKey).ToFrozenDictionary(group => group.Key, group => group.ToArray())
            : null;
    }

    /// <summary>The set without keys.</summary>
    public static ClientJwkSet Empty { get; } = new([]);

    /// <summary>The usable keys, in the order of the set.</summary>
    public IReadOnlyList<ClientJwk> Keys { get; }

    /// <summary>The keys that are not used, and why.</summary>
    public IReadOnlyList<SkippedJwk> SkippedKeys { get; }

    /// <summary>The JSON texts of the skipped keys, in their order.</summary>
    internal IReadOnlyList<byte[]> SkippedJson { get; }

    /// <summary>The members of the set beside <c>keys</c> as a JSON object; null if there are none.</summary>
    internal byte[]? OtherMembers { get; }

    /// <summary>Reads a JWK Set.</summary>
    /// <param name="utf8Json">The JSON text in UTF-8, without byte order mark.</param>
    /// <param name="keySet">The set, or null.</param>
    /// <param name="error">Why the set was refused, or <see cref="ClientJwkSetError.None"/>.</param>
    /// <param name="maximumLength">The longest text, in octets.</param>
    /// <param name="maximumKeyCount">The most keys, skipped ones included.</param>
    /// <returns>Whether the set was read, perhaps with skipped keys. Never throws for bad input.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ClientJwkSet? keySet,
        out ClientJwkSetError error,
        int maximumLength = DefaultMaximumLength,
        int maximumKeyCount = DefaultMaximumKeyCount)
    {
        error = ClientJwkSetReader.Read(utf8Json, new ClientJwkSetLimits(maximumLength, maximumKeyCount), out keySet);
        return error == ClientJwkSetError.None;
    }

    /// <summary>Reads a JWK Set of the usual .NET libraries.</summary>
    /// <param name="jsonWebKeySet">The keys.</param>
    /// <param name="keySet">The set, or null.</param>
    /// <param name="error">Why the set was refused, or <see cref="ClientJwkSetError.None"/>.</param>
    /// <param name="maximumKeyCount">The most keys, skipped ones included.</param>
    /// <returns>Whether the set was read, perhaps with skipped keys.</returns>
    /// <remarks>
    /// As strictly as one in JSON, except that those libraries make JWKs that have <c>x5c</c> and no numbers: the certificate's key is
    /// taken then, with a remark.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="jsonWebKeySet"/> is null.</exception>
    public static bool TryCreate(
        JsonWebKeySet jsonWebKeySet,
        [NotNullWhen(true)] out ClientJwkSet? keySet,
        out ClientJwkSetError error,
        int maximumKeyCount = DefaultMaximumKeyCount)
    {
        ArgumentNullException.ThrowIfNull(jsonWebKeySet);
        IEnumerable<JsonElement> keys = jsonWebKeySet.Keys.Select(jwk => JsonWebKeyMembers.ToJson(jwk));
        error = ClientJwkSetReader.Read(keys, maximumKeyCount, otherMembers: null, takeKeysFromX5c: true, out keySet);
        return error == ClientJwkSetError.None;
    }

    /// <summary>The set that a client registers for some certificates: their keys, with or without <c>x5c</c>.</summary>
    /// <example>
    /// <code>
    /// ClientMetadata client = new()
    /// {
    ///     ClientId = "s6BhdRkqt3",
    ///     TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
    ///     Jwks = ClientJwkSet.FromCertificates(includeX5c: true, certificate),
    /// };
    /// </code>
    /// </example>
    public static ClientJwkSet FromCertificates(bool includeX5c, params ClientCertificate[] certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        return new ClientJwkSet([.. certificates.Select(item => new ClientJwk(item.PublicKey, includeX5c ? item : null))]);
    }

    /// <summary>Finds a key by its numbers.</summary>
    /// <param name="publicKey">The key to look for.</param>
    /// <param name="jwk">The first JWK of the set that is this key, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="publicKey"/> is null.</exception>
    public bool TryFind(SubjectPublicKey publicKey, [NotNullWhen(true)] out ClientJwk? jwk)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        jwk = null;
        foreach (ClientJwk candidate in FindCandidates(publicKey))
        {
            if (candidate.PublicKey.Equals(publicKey))
            {
                jwk = candidate;
                break;
            }
        }

        return jwk is not null;
    }

    /// <summary>Finds a registered certificate: the same octets as the first certificate of a JWK's <c>x5c</c> (RFC 8705 §2.2).</summary>
    /// <param name="certificate">The certificate to look for.</param>
    /// <param name="jwk">The first JWK of the set with this certificate, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    public bool TryFind(ClientCertificate certificate, [NotNullWhen(true)] out ClientJwk? jwk)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        jwk = null;

        // x5c holds the JWK's key, so that a registered certificate is found among the JWKs of its key.
        foreach (ClientJwk candidate in FindCandidates(certificate.PublicKey))
        {
            if (candidate.Certificate is { } registered && registered.RawData.Span.SequenceEqual(certificate.RawData.Span))
            {
                jwk = candidate;
                break;
            }
        }

        return jwk is not null;
    }

    /// <summary>Converts the usable keys to the JWK Set of the usual .NET libraries.</summary>
    public JsonWebKeySet ToJsonWebKeySet()
    {
        JsonWebKeySet result = new();
        foreach (ClientJwk key in Keys)
        {
            result.Keys.Add(key.ToJsonWebKey());
        }

        return result;
    }

    /// <summary>Writes the JWK Set with all that was read: skipped keys as they were, and members that are not understood.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ClientJwkSetWriter.Write(writer, this);
    }

    /// <summary>Writes the JWK Set as JSON in UTF-8, as <see cref="WriteTo"/> does.</summary>
    public byte[] ToUtf8Json()
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            ClientJwkSetWriter.Write(writer, this);
        }

        return json.WrittenSpan.ToArray();
    }

    /// <summary>The usable keys with their places in <c>keys</c>: those that the skipped ones leave, in order.</summary>
    internal IEnumerable<(int Index, ClientJwk Key)> KeysWithIndex()
    {
        HashSet<int> skipped = [.. SkippedKeys.Select(item => item.Index)];
        int index = 0;
        foreach (ClientJwk key in Keys)
        {
            while (skipped.Contains(index))
            {
                index++;
            }

            yield return (index++, key);
        }
    }

    /// <summary>The keys to compare: those of the same numbers, or in a small set all of them.</summary>
    private ReadOnlySpan<ClientJwk> FindCandidates(SubjectPublicKey publicKey) =>
        _byKey is null ? _keys : _byKey.GetValueOrDefault(publicKey);
}
