using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Keys;

namespace MtlsAuth.Certificates;

/// <summary>The SHA-256 hash of a certificate's DER: <c>x5t#S256</c> (RFC 7515 §4.1.8, RFC 8705 §3.1).</summary>
/// <remarks>
/// 32 octets; as text, 43 characters of base64url without padding. It stands for the certificate, not for its key: a renewed
/// certificate over the same key has another one. The default value is 32 zero octets and belongs to no certificate.
/// </remarks>
public readonly struct CertificateThumbprint : IEquatable<CertificateThumbprint>
{
    private readonly Sha256Value _value;

    /// <summary>Takes over the 32 octets of a thumbprint.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 octets.</exception>
    public CertificateThumbprint(ReadOnlySpan<byte> octets) => _value = Sha256Value.From(octets);

    internal CertificateThumbprint(in Sha256Value value) => _value = value;

    /// <summary>Whether two thumbprints are equal.</summary>
    public static bool operator ==(CertificateThumbprint left, CertificateThumbprint right) => left.Equals(right);

    /// <summary>Whether two thumbprints differ.</summary>
    public static bool operator !=(CertificateThumbprint left, CertificateThumbprint right) => !left.Equals(right);

    /// <summary>Reads the text form: exactly 43 characters of base64url, without padding, white space or spare bits.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static CertificateThumbprint Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out CertificateThumbprint thumbprint)
            ? thumbprint
            : throw new FormatException("A certificate thumbprint is 43 characters of base64url without padding.");

    /// <summary>Reads the text form: exactly 43 characters of base64url, without padding, white space or spare bits.</summary>
    /// <returns>Whether the text was a thumbprint. Never throws.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CertificateThumbprint thumbprint)
    {
        bool parsed = Sha256Value.TryParse(text, out Sha256Value value);
        thumbprint = new CertificateThumbprint(value);
        return parsed;
    }

    /// <summary>Copies the 32 octets.</summary>
    public byte[] ToArray() => ((ReadOnlySpan<byte>)_value).ToArray();

    /// <summary>The base64url text.</summary>
    public override string ToString() => _value.ToString();

    /// <inheritdoc/>
    public bool Equals(CertificateThumbprint other) => _value.SequenceEqual(other._value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is CertificateThumbprint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();
}
