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

    private SubjectPublicKey(KeyAlgorithmParameters parameters, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        Parameters = parameters;
        _first = first;
        _second = second;
    }

    /// <summary>The algorithm, with the curve or size that belongs to it.</summary>
    public KeyAlgorithm Algorithm => Parameters.Algorithm;

    /// <summary>The size in bits that is commonly named: of the RSA modulus, the curve's field, or the raw key.</summary>
    public int KeySize => Algorithm == KeyAlgorithm.Rsa
        ? (_first.Length * 8) - byte.LeadingZeroCount(_first.Span[0])
        : Parameters.KeySize;

    /// <summary>The SHA-256 JWK thumbprint (RFC 7638), computed on first use.</summary>
    public JwkThumbprint Thumbprint =>
        (_thumbprint ??= new StrongBox<JwkThumbprint>(JwkThumbprintInput.ComputeThumbprint(this))).Value;

    /// <summary>The JWK key type <c>kty</c> (RFC 7517 §4.1): <c>RSA</c>, <c>EC</c>, <c>OKP</c> or <c>AKP</c>.</summary>
    internal string KeyType => Parameters.KeyType;

    internal KeyAlgorithmParameters Parameters { get; }

    /// <summary>The number in one of the key's JWK members (RFC 7518 §6, RFC 8037 §2); empty for those that hold a name.</summary>
    internal ReadOnlySpan<byte> this[string member] => member switch
    {
        "n" or "x" or "pub" => _first.Span,
        "e" or "y" => _second.Span,
        _ => default,
    };

    /// <summary>Reads a SubjectPublicKeyInfo in DER.</summary>
    /// <param name="subjectPublicKeyInfo">The whole structure and nothing behind it. The octets are copied.</param>
    /// <param name="key">The key, or null.</param>
    /// <returns>Whether the key was read. Never throws for bad input.</returns>
    public static bool TryReadSubjectPublicKeyInfo(
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out SubjectPublicKey? key)
    {
        SubjectPublicKeyError error = SubjectPublicKeyInfoReader.Read(subjectPublicKeyInfo.ToArray(), out key);
        return error == SubjectPublicKeyError.None && key is not null;
    }

    /// <summary>Converts to the JWK of the usual .NET libraries: the public members and <c>kty</c> only.</summary>
    public JsonWebKey ToJsonWebKey()
    {
        JsonWebKey jwk = new() { Kty = KeyType };
        foreach (string member in Parameters.Members)
        {
            string value = GetJwkMember(member);
            _ = member switch
            {
                "n" => jwk.N = value,
                "e" => jwk.E = value,
                "crv" => jwk.Crv = value,
                "x" => jwk.X = value,
                "y" => jwk.Y = value,
                "alg" => jwk.Alg = value,
                "pub" => jwk.Pub = value,
                _ => value,
            };
        }

        return jwk;
    }

    /// <summary>Whether both are the same key: of one algorithm, with the same numbers.</summary>
    public bool Equals([NotNullWhen(true)] SubjectPublicKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Algorithm == other.Algorithm
            && _first.Span.SequenceEqual(other._first.Span)
            && _second.Span.SequenceEqual(other._second.Span));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as SubjectPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // The second number adds nothing: it is a common exponent, or the sign of a point apart.
        HashCode hash = default;
        hash.AddBytes(_first.Span);
        return hash.ToHashCode();
    }

    /// <summary>Algorithm, size and thumbprint, for logs.</summary>
    public override string ToString() => $"{Parameters.Name ?? $"RSA-{KeySize}"} {Thumbprint}";

    /// <summary>The value of one of the JWK members that make the key: <see cref="KeyAlgorithmParameters.Members"/>.</summary>
    internal string GetJwkMember(string member) => Parameters.TextOf(member) ?? Base64Url.EncodeToString(this[member]);

    /// <summary>Whether the numbers that tell keys apart are the same: modulus, first coordinate, or raw key.</summary>
    internal bool HasSameFirstNumber(SubjectPublicKey other) => _first.Span.SequenceEqual(other._first.Span);

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

        key = new SubjectPublicKey(KeyAlgorithmParameters.Rsa, modulus, exponent);
        return SubjectPublicKeyError.None;
    }

    /// <summary>Takes over a point's coordinates, each of the field's full length.</summary>
    internal static SubjectPublicKeyError CreateEc(
        KeyAlgorithmParameters parameters, ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y, out SubjectPublicKey? key)
    {
        key = null;
        if (x.Length != parameters.Length || y.Length != parameters.Length)
        {
            return SubjectPublicKeyError.WrongLength;
        }

        if (!parameters.Curve!.IsOnCurve(x.Span, y.Span))
        {
            return SubjectPublicKeyError.PointNotOnCurve;
        }

        key = new SubjectPublicKey(parameters, x, y);
        return SubjectPublicKeyError.None;
    }

    /// <summary>Takes over the raw octets of an OKP or AKP key.</summary>
    internal static SubjectPublicKeyError CreateRaw(
        KeyAlgorithmParameters parameters, ReadOnlyMemory<byte> raw, out SubjectPublicKey? key)
    {
        SubjectPublicKeyError error = raw.Length != parameters.Length
            ? SubjectPublicKeyError.WrongLength
            : parameters.EdwardsCurve?.Check(raw.Span) ?? SubjectPublicKeyError.None;
        key = error == SubjectPublicKeyError.None ? new SubjectPublicKey(parameters, raw, default) : null;
        return error;
    }

    // Big-endian, without leading zero octets: the longer number is the greater.
    private static bool IsLess(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length ? left.SequenceCompareTo(right) < 0 : left.Length < right.Length;
}
