using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Keys;

namespace MtlsAuth.Certificates;

/// <summary>The SHA-256 thumbprint of a public key in its JWK form (RFC 7638; RFC 8037 §2 for <c>OKP</c>).</summary>
/// <remarks>
/// 32 octets; as text, 43 characters of base64url without padding. Two keys are the same key exactly if their thumbprints are
/// equal, in whatever encoding each of them came. The default value is 32 zero octets and belongs to no key.
/// </remarks>
public readonly struct JwkThumbprint : IEquatable<JwkThumbprint>
{
    private readonly Sha256Value _value;

    /// <summary>Takes over the 32 octets of a thumbprint.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 octets.</exception>
    public JwkThumbprint(ReadOnlySpan<byte> octets) => _value = Sha256Value.From(octets);

    internal JwkThumbprint(in Sha256Value value) => _value = value;

    /// <summary>Whether two thumbprints are equal.</summary>
    public static bool operator ==(JwkThumbprint left, JwkThumbprint right) => left.Equals(right);

    /// <summary>Whether two thumbprints differ.</summary>
    public static bool operator !=(JwkThumbprint left, JwkThumbprint right) => !left.Equals(right);

    /// <summary>Reads the text form: exactly 43 characters of base64url, without padding, white space or spare bits.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static JwkThumbprint Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out JwkThumbprint thumbprint)
            ? thumbprint
            : throw new FormatException("A JWK thumbprint is 43 characters of base64url without padding.");

    /// <summary>Reads the text form: exactly 43 characters of base64url, without padding, white space or spare bits.</summary>
    /// <returns>Whether the text was a thumbprint. Never throws.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out JwkThumbprint thumbprint)
    {
        bool parsed = Sha256Value.TryParse(text, out Sha256Value value);
        thumbprint = new JwkThumbprint(value);
        return parsed;
    }

    /// <summary>Copies the 32 octets.</summary>
    public byte[] ToArray() => ((ReadOnlySpan<byte>)_value).ToArray();

    /// <summary>The base64url text.</summary>
    public override string ToString() => _value.ToString();

    /// <inheritdoc/>
    public bool Equals(JwkThumbprint other) => _value.SequenceEqual(other._value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is JwkThumbprint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();
}
