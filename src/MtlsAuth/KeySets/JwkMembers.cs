using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MtlsAuth.KeySets;

/// <summary>The members of a JWK that are read, as text, from wherever the JWK came.</summary>
internal sealed record JwkMembers
{
    // RFC 7518 §6.2.2, §6.3.2; RFC 8037 §2; the AKP key type's "priv".
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];

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

    public IList<string>? KeyOperations { get; private set; }

    public IList<string>? Certificates { get; private set; }

    public bool HasPrivateMember { get; private set; }

    public bool IsSymmetric { get; private set; }

    /// <summary>The first member that has the wrong JSON type, or null.</summary>
    public string? MistypedMember { get; private set; }

    public static JwkMembers From(JsonElement jwk)
    {
        JwkMembers members = new();
        foreach (JsonProperty property in jwk.EnumerateObject())
        {
            members.Take(property.Name, property.Value);
        }

        members.IsSymmetric |= members.KeyType == "oct";
        return members;
    }

    public static JwkMembers From(JsonWebKey jwk) => new()
    {
        KeyType = jwk.Kty,
        Curve = jwk.Crv,
        Algorithm = jwk.Alg,
        Modulus = jwk.N,
        Exponent = jwk.E,
        X = jwk.X,
        Y = jwk.Y,
        RawPublicKey = jwk.Pub,
        KeyId = jwk.Kid,
        Use = jwk.Use,
        Sha1Thumbprint = jwk.X5t,
        Sha256Thumbprint = jwk.X5tS256,
        KeyOperations = jwk.KeyOps is { Count: > 0 } operations ? operations : null,
        Certificates = jwk.X5c is { Count: > 0 } certificates ? certificates : null,
        HasPrivateMember = jwk.D is not null || jwk.P is not null || jwk.Q is not null || jwk.DP is not null || jwk.DQ is not null
            || jwk.QI is not null || jwk.Oth is { Count: > 0 } || jwk.Priv is not null
            || Array.Exists(PrivateMembers, jwk.AdditionalData.ContainsKey),
        IsSymmetric = jwk.Kty == "oct" || jwk.K is not null,
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
                KeyId = TakeString(name, value);
                break;
            case "use":
                Use = TakeString(name, value);
                break;
            case "x5t":
                Sha1Thumbprint = TakeString(name, value);
                break;
            case "x5t#S256":
                Sha256Thumbprint = TakeString(name, value);
                break;
            case "key_ops":
                KeyOperations = TakeStrings(name, value);
                break;
            case "x5c":
                Certificates = TakeStrings(name, value);
                break;
            case "k":
                IsSymmetric = true;
                break;
            default:
                // Other members MUST be ignored (RFC 7517 §4), private ones excepted.
                HasPrivateMember |= Array.IndexOf(PrivateMembers, name) >= 0;
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
