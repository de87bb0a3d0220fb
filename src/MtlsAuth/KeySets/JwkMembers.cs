using System.Collections.Frozen;
using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.KeySets;

/// <summary>The members of a JWK that are read, as text. A member that holds nothing is one that is not there.</summary>
/// <remarks>
/// Other libraries write members without a value: <c>"oth":[]</c>, <c>"key_ops":[]</c>, <c>"x5c":null</c>. Nothing is said by them, and no
/// secret is shown.
/// </remarks>
internal sealed class JwkMembers
{
    // RFC 7518 §6.2.2, §6.3.2; RFC 8037 §2; the AKP key type's "priv".
    private static readonly FrozenSet<string> PrivateMembers =
        new[] { "d", "p", "q", "dp", "dq", "qi", "oth", "priv" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> PublicMembers =
        new[] { "kty", "crv", "alg", "n", "e", "x", "y", "pub", "kid", "use", "x5t", "x5t#S256", "key_ops", "x5c", "k" }
            .ToFrozenSet(StringComparer.Ordinal);

    private readonly List<JsonProperty> _properties = [];

    /// <summary>Reads the members of a JSON object.</summary>
    public JwkMembers(JsonElement jwk)
    {
        foreach (JsonProperty property in jwk.EnumerateObject())
        {
            _properties.Add(property);
            string name = property.Name;
            bool isPrivate = PrivateMembers.Contains(name);
            if (HoldsNothing(property.Value) && (isPrivate || PublicMembers.Contains(name)))
            {
                continue;
            }

            HasPrivateMember |= isPrivate;
            Take(name, property.Value);
        }

        IsSymmetric |= KeyType == "oct";
    }

    public string? KeyType { get; private set; }

    public string? Curve { get; private set; }

    public string? Algorithm { get; private set; }

    public string? Modulus { get; private set; }

    public string? Exponent { get; private set; }

    public string? X { get; private set; }

    public string? Y { get; private set; }

    public string? RawPublicKey { get; private set; }

    public string? KeyId { get; private set; }

    public string? Use { get; private set; }

    public string? Sha1Thumbprint { get; private set; }

    public string? Sha256Thumbprint { get; private set; }

    public IReadOnlyList<string>? KeyOperations { get; private set; }

    /// <summary>The first text of <c>x5c</c>.</summary>
    public string? Certificate { get; private set; }

    public bool HasPrivateMember { get; private set; }

    public bool IsSymmetric { get; private set; }

    /// <summary>The first member of a wrong JSON type without which the key cannot be used, or null.</summary>
    public string? MistypedMember { get; private set; }

    /// <summary>The members of a wrong JSON type that do not decide on the key: <c>kid</c>, <c>x5c</c> and the thumbprints.</summary>
    public List<string> MistypedHints { get; } = [];

    /// <summary>Whether no member says what the key's numbers are.</summary>
    public bool HasNoNumbers => (Modulus ?? Exponent ?? X ?? Y ?? RawPublicKey) is null;

    /// <summary>What is not written from key, certificate and names anyway: a JSON object in UTF-8, or null for nothing.</summary>
    public byte[]? KeepOthers(SubjectPublicKey key, ClientCertificate? certificate) =>
        OtherMembers.Keep(_properties.FindAll(property => !IsWrittenAnyway(property, key, certificate)));

    private static bool HoldsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.ValueEquals(ReadOnlySpan<byte>.Empty),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    // The key itself is written in any case. An empty member may stand in its place where the key came from the certificate.
    private bool IsWrittenAnyway(JsonProperty property, SubjectPublicKey key, ClientCertificate? certificate) => property.Name switch
    {
        _ when key.Parameters.Members.Contains(property.Name) => true,
        _ when HoldsNothing(property.Value) => false,
        "use" or "alg" => true,
        "kid" => KeyId is not null,
        "x5c" => certificate is not null && property.Value.GetArrayLength() == 1,
        _ => false,
    };

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "kty":
                KeyType = TakeString(name, value);
                break;
            case "crv":
                Curve = TakeString(name, value);
                break;
            case "alg":
                Algorithm = TakeString(name, value);
                break;
            case "n":
                Modulus = TakeString(name, value);
                break;
            case "e":
                Exponent = TakeString(name, value);
                break;
            case "x":
                X = TakeString(name, value);
                break;
            case "y":
                Y = TakeString(name, value);
                break;
            case "pub":
                RawPublicKey = TakeString(name, value);
                break;
            case "kid":
                KeyId = TakeHint(name, value);
                break;
            case "use":
                Use = TakeString(name, value);
                break;
            case "x5t":
                Sha1Thumbprint = TakeHint(name, value);
                break;
            case "x5t#S256":
                Sha256Thumbprint = TakeHint(name, value);
                break;
            case "key_ops":
                KeyOperations = TakeStrings(name, value);
                break;
            case "x5c":
                TakeCertificate(value);
                break;
            case "k":
                IsSymmetric = true;
                break;
            default:
                // Other members MUST be ignored (RFC 7517 §4).
                break;
        }
    }

    private string? TakeString(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        MistypedMember ??= name;
        return null;
    }

    private string? TakeHint(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        MistypedHints.Add(name);
        return null;
    }

    private void TakeCertificate(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            MistypedHints.Add("x5c");
            return;
        }

        // Only the first certificate is compared. The others are kept and not looked at.
        Certificate = TakeHint("x5c", value[0]);
    }

    private List<string>? TakeStrings(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            MistypedMember ??= name;
            return null;
        }

        List<string> strings = [];
        foreach (JsonElement item in value.EnumerateArray())
        {
            strings.Add(TakeString(name, item) ?? string.Empty);
        }

        return strings;
    }
}
