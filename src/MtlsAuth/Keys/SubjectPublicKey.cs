using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Keys;

namespace MtlsAuth.Certificates;

/// <summary>A public key as its numbers, independent of the encoding in which it came.</summary>
/// <remarks>
/// <para>
/// Read from a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) or from a JWK (RFC 7517). A compressed point, a missing NULL in the
/// parameters or the identifier id-RSASSA-PSS change the encoding but not the key, and therefore not this value.
/// </para>
/// <para>Structural: no key object of the platform is made, so that kinds which the platform cannot use are read as well.</para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class SubjectPublicKey : IEquatable<SubjectPublicKey>
{
    private readonly ReadOnlyMemory<byte> _first;
    private readonly ReadOnlyMemory<byte> _second;
    private StrongBox<JwkThumbprint>? _thumbprint;

    private SubjectPublicKey(SubjectPublicKeyKind kind, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        Kind = kind;
        _first = first;
        _second = second;
    }

    /// <summary>The kind of key.</summary>
    public SubjectPublicKeyKind Kind { get; }

    /// <summary>The JWK key type <c>kty</c> (RFC 7517 §4.1): <c>RSA</c>, <c>EC</c>, <c>OKP</c> or <c>AKP</c>.</summary>
    public string KeyType => Kind switch
    {
        SubjectPublicKeyKind.Rsa => "RSA",
        SubjectPublicKeyKind.Ed25519 or SubjectPublicKeyKind.Ed448 => "OKP",
        SubjectPublicKeyKind.MLDsa44 or SubjectPublicKeyKind.MLDsa65 or SubjectPublicKeyKind.MLDsa87 => "AKP",
        _ => "EC",
    };

    /// <summary>The size in bits that is commonly named: of the RSA modulus, the curve's field, or the raw key.</summary>
    public int KeySize => Kind switch
    {
        SubjectPublicKeyKind.Rsa => (_first.Length * 8) - System.Numerics.BitOperations.LeadingZeroCount(_first.Span[0]) + 24,
        SubjectPublicKeyKind.P521 => 521,
        _ => _first.Length * 8,
    };

    /// <summary>The SHA-256 JWK thumbprint (RFC 7638), computed on first use.</summary>
    public JwkThumbprint Thumbprint =>
        (_thumbprint ??= new StrongBox<JwkThumbprint>(JwkThumbprintInput.ComputeThumbprint(this))).Value;

    /// <summary>RSA modulus, EC or OKP x, or the AKP public key; big-endian, of the length the JWK has.</summary>
    internal ReadOnlySpan<byte> First => _first.Span;

    /// <summary>RSA exponent or EC y; empty for the others.</summary>
    internal ReadOnlySpan<byte> Second => _second.Span;

    /// <summary>The JWK <c>crv</c> of an EC or OKP key or the <c>alg</c> of an AKP key; empty for RSA.</summary>
    internal string Parameter => Kind switch
    {
        SubjectPublicKeyKind.P256 => "P-256",
        SubjectPublicKeyKind.P384 => "P-384",
        SubjectPublicKeyKind.P521 => "P-521",
        SubjectPublicKeyKind.Secp256k1 => "secp256k1",
        SubjectPublicKeyKind.Ed25519 => "Ed25519",
        SubjectPublicKeyKind.Ed448 => "Ed448",
        SubjectPublicKeyKind.MLDsa44 => "ML-DSA-44",
        SubjectPublicKeyKind.MLDsa65 => "ML-DSA-65",
        SubjectPublicKeyKind.MLDsa87 => "ML-DSA-87",
        _ => string.Empty,
    };

    /// <summary>Reads a SubjectPublicKeyInfo in DER.</summary>
    /// <param name="subjectPublicKeyInfo">The whole structure and nothing behind it. The octets are copied.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="error">Why the key was not read, or <see cref="SubjectPublicKeyError.None"/>.</param>
    /// <returns>Whether the key was read. Never throws for bad input.</returns>
    public static bool TryReadSubjectPublicKeyInfo(
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out SubjectPublicKey? key,
        out SubjectPublicKeyError error)
    {
        error = SubjectPublicKeyInfoReader.Read(subjectPublicKeyInfo.ToArray(), out key);
        return error == SubjectPublicKeyError.None;
    }

    /// <summary>Converts to the JWK of the usual .NET libraries: the public members and <c>kty</c> only.</summary>
    public JsonWebKey ToJsonWebKey()
    {
        JsonWebKey jwk = new() { Kty = KeyType };
        string first = Base64Url.EncodeToString(First);
        switch (KeyType)
        {
            case "RSA":
                jwk.N = first;
                jwk.E = Base64Url.EncodeToString(Second);
                break;
            case "EC":
                jwk.Crv = Parameter;
                jwk.X = first;
                jwk.Y = Base64Url.EncodeToString(Second);
                break;
            case "OKP":
                jwk.Crv = Parameter;
                jwk.X = first;
                break;
            default:
                jwk.Alg = Parameter;
                jwk.Pub = first;
                break;
        }

        return jwk;
    }

    /// <summary>Whether both are the same key: of one kind, with the same numbers.</summary>
    public bool Equals([NotNullWhen(true)] SubjectPublicKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && First.SequenceEqual(other.First) && Second.SequenceEqual(other.Second));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as SubjectPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // The second number adds nothing: it is a common exponent, or the sign of a point apart.
        HashCode hash = default;
        hash.AddBytes(First);
        return hash.ToHashCode();
    }

    /// <summary>Kind, size and thumbprint, for logs.</summary>
    public override string ToString() => $"{(Kind == SubjectPublicKeyKind.Rsa ? $"RSA-{KeySize}" : Parameter)} {Thumbprint}";

    /// <summary>Takes over an RSA key's numbers, each big-endian without leading zero octets.</summary>
    internal static SubjectPublicKeyError CreateRsa(
        ReadOnlyMemory<byte> modulus, ReadOnlyMemory<byte> exponent, out SubjectPublicKey? key)
    {
        key = null;
        ReadOnlySpan<byte> n = modulus.Span;
        ReadOnlySpan<byte> e = exponent.Span;
        if (n.Length is < 64 or > 2048 || n[0] == 0 || (n[^1] & 1) == 0)
        {
            return SubjectPublicKeyError.InvalidModulus;
        }

        // RFC 8017 §3.1: 3 <= e <= n - 1. An exponent of 1 would let anybody sign; an even one belongs to no RSA key.
        if (e.IsEmpty || e[0] == 0 || (e[^1] & 1) == 0 || e is [1] || !IsLess(e, n))
        {
            return SubjectPublicKeyError.InvalidExponent;
        }

        key = new SubjectPublicKey(SubjectPublicKeyKind.Rsa, modulus, exponent);
        return SubjectPublicKeyError.None;
    }

    /// <summary>Takes over a point's coordinates, each of the field's full length.</summary>
    internal static SubjectPublicKeyError CreateEc(
        SubjectPublicKeyKind kind, ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y, out SubjectPublicKey? key)
    {
        key = null;
        EllipticCurve curve = GetCurve(kind);
        if (x.Length != curve.CoordinateLength || y.Length != curve.CoordinateLength)
        {
            return SubjectPublicKeyError.WrongLength;
        }

        if (!curve.IsOnCurve(x.Span, y.Span))
        {
            return SubjectPublicKeyError.PointNotOnCurve;
        }

        key = new SubjectPublicKey(kind, x, y);
        return SubjectPublicKeyError.None;
    }

    /// <summary>Takes over the raw octets of an OKP or AKP key.</summary>
    internal static SubjectPublicKeyError CreateRaw(SubjectPublicKeyKind kind, ReadOnlyMemory<byte> raw, out SubjectPublicKey? key)
    {
        int expected = kind switch
        {
            SubjectPublicKeyKind.Ed25519 => 32, // RFC 8032 §5.1.5
            SubjectPublicKeyKind.Ed448 => 57, // RFC 8032 §5.2.5
            SubjectPublicKeyKind.MLDsa44 => 1312, // FIPS 204 table 2
            SubjectPublicKeyKind.MLDsa65 => 1952,
            _ => 2592,
        };

        SubjectPublicKeyError error = raw.Length != expected ? SubjectPublicKeyError.WrongLength : kind switch
        {
            SubjectPublicKeyKind.Ed25519 => EdwardsCurve.Ed25519.Check(raw.Span),
            SubjectPublicKeyKind.Ed448 => EdwardsCurve.Ed448.Check(raw.Span),
            _ => SubjectPublicKeyError.None,
        };
        key = error == SubjectPublicKeyError.None ? new SubjectPublicKey(kind, raw, default) : null;
        return error;
    }

    internal static EllipticCurve GetCurve(SubjectPublicKeyKind kind) => kind switch
    {
        SubjectPublicKeyKind.P256 => EllipticCurve.P256,
        SubjectPublicKeyKind.P384 => EllipticCurve.P384,
        SubjectPublicKeyKind.P521 => EllipticCurve.P521,
        _ => EllipticCurve.Secp256k1,
    };

    // Big-endian, without leading zero octets: the longer number is the greater.
    private static bool IsLess(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length ? left.SequenceCompareTo(right) < 0 : left.Length < right.Length;
}
