using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Json;
using MtlsAuth.Keys;

namespace MtlsAuth.KeySets;

/// <summary>The public keys that a client registered: a JWK Set (RFC 7517 §5), compiled once for fast look-up.</summary>
/// <remarks>
/// <para>
/// Reading is strict. Keys of unknown types, unusable and malformed keys are skipped, each with a reason, and don't spoil the set.
/// Private and symmetric keys refuse it as a whole.
/// </para>
/// <para>Immutable and thread-safe. Looking up a key costs the same with one key as with a thousand.</para>
/// </remarks>
public sealed class ClientJwkSet
{
    // Comparing so few keys one by one is faster than hashing one of them, and most sets hold one.
    private const int LargestSetWithoutTable = 4;

    private readonly ClientJwk[] _keys;
    private readonly FrozenDictionary<SubjectPublicKey, ClientJwk[]>? _byKey;

    internal ClientJwkSet(IReadOnlyList<ClientJwk> keys, IReadOnlyList<SkippedJwk> skippedKeys)
    {
        _keys = [.. keys];
        Keys = _keys.AsReadOnly();
        SkippedKeys = skippedKeys;
        _byKey = _keys.Length > LargestSetWithoutTable
            ? _keys.GroupBy(key => key.PublicKey).ToFrozenDictionary(group => group.Key, group => group.ToArray())
            : null;
    }

    /// <summary>The set without keys.</summary>
    public static ClientJwkSet Empty { get; } = new([], []);

    /// <summary>The usable keys, in the order of the set.</summary>
    public IReadOnlyList<ClientJwk> Keys { get; }

    /// <summary>The keys that are not used, and why.</summary>
    public IReadOnlyList<SkippedJwk> SkippedKeys { get; }

    /// <summary>Reads a JWK Set.</summary>
    /// <param name="utf8Json">The JSON text in UTF-8, without byte order mark.</param>
    /// <param name="keySet">The set, or null.</param>
    /// <param name="error">Why the set was refused, or <see cref="ClientJwkSetError.None"/>.</param>
    /// <param name="limits">How large the set may be; null for <see cref="ClientJwkSetLimits.Default"/>.</param>
    /// <returns>Whether the set was read, perhaps with skipped keys. Never throws for bad input.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json,
        [NotNullWhen(true)] out ClientJwkSet? keySet,
        out ClientJwkSetError error,
        ClientJwkSetLimits? limits = null)
    {
        keySet = null;
        limits ??= ClientJwkSetLimits.Default;
        if (utf8Json.Length > limits.MaximumLength)
        {
            error = ClientJwkSetError.TooLarge;
            return false;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(utf8Json.ToArray());
            error = ClientJwkSetReader.Read(document.RootElement, limits, out keySet);
        }
        catch (JsonException)
        {
            error = ClientJwkSetError.InvalidJson;
        }

        return error == ClientJwkSetError.None;
    }

    /// <summary>Reads a JWK Set of the usual .NET libraries, as strictly as one in JSON.</summary>
    /// <param name="jsonWebKeySet">The keys.</param>
    /// <param name="keySet">The set, or null.</param>
    /// <param name="error">Why the set was refused, or <see cref="ClientJwkSetError.None"/>.</param>
    /// <param name="limits">How large the set may be; null for <see cref="ClientJwkSetLimits.Default"/>.</param>
    /// <returns>Whether the set was read, perhaps with skipped keys.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="jsonWebKeySet"/> is null.</exception>
    public static bool TryCreate(
        JsonWebKeySet jsonWebKeySet,
        [NotNullWhen(true)] out ClientJwkSet? keySet,
        out ClientJwkSetError error,
        ClientJwkSetLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(jsonWebKeySet);
        IEnumerable<JwkMembers?> members = jsonWebKeySet.Keys.Select(jwk => jwk is null ? null : JwkMembers.From(jwk));
        error = ClientJwkSetReader.Read(members, limits ?? ClientJwkSetLimits.Default, out keySet);
        return error == ClientJwkSetError.None;
    }

    /// <summary>The set that a client registers for some certificates: their keys, with or without <c>x5c</c>.</summary>
    public static ClientJwkSet FromCertificates(bool includeX5c, params IReadOnlyList<ClientCertificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        IEnumerable<ClientJwk> keys = certificates.Select(
            item => new ClientJwk(item.PublicKey, includeX5c ? item : null, keyId: null, use: null, algorithm: null));
        return new ClientJwkSet([.. keys], []);
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

    /// <summary>Writes the usable keys as a JWK Set.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ClientJwkSetWriter.Write(writer, this);
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
