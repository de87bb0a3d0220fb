using System.Formats.Asn1;

namespace MtlsAuth.Encodings;

/// <summary>Contents octets of the object identifiers that the core knows, each with its dotted form and its source.</summary>
internal static class ObjectIdentifiers
{
    /// <summary>1.2.840.113549.1.1.1 rsaEncryption (RFC 3279 §2.3.1).</summary>
    public static ReadOnlySpan<byte> RsaEncryption => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    /// <summary>1.2.840.113549.1.1.10 id-RSASSA-PSS (RFC 4055 §3.1).</summary>
    public static ReadOnlySpan<byte> RsassaPss => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A];

    /// <summary>1.2.840.10045.2.1 id-ecPublicKey (RFC 5480 §2.1.1).</summary>
    public static ReadOnlySpan<byte> EcPublicKey => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

    /// <summary>1.2.840.10045.3.1.7 secp256r1, P-256 (RFC 5480 §2.1.1.1).</summary>
    public static ReadOnlySpan<byte> Secp256r1 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    /// <summary>1.3.132.0.34 secp384r1, P-384 (RFC 5480 §2.1.1.1).</summary>
    public static ReadOnlySpan<byte> Secp384r1 => [0x2B, 0x81, 0x04, 0x00, 0x22];

    /// <summary>1.3.132.0.35 secp521r1, P-521 (RFC 5480 §2.1.1.1).</summary>
    public static ReadOnlySpan<byte> Secp521r1 => [0x2B, 0x81, 0x04, 0x00, 0x23];

    /// <summary>1.3.132.0.10 secp256k1 (SEC 2 §2.4.1).</summary>
    public static ReadOnlySpan<byte> Secp256k1 => [0x2B, 0x81, 0x04, 0x00, 0x0A];

    /// <summary>1.3.101.110 X25519 (RFC 8410 §3).</summary>
    public static ReadOnlySpan<byte> X25519 => [0x2B, 0x65, 0x6E];

    /// <summary>1.3.101.111 X448 (RFC 8410 §3).</summary>
    public static ReadOnlySpan<byte> X448 => [0x2B, 0x65, 0x6F];

    /// <summary>1.3.101.112 Ed25519 (RFC 8410 §3).</summary>
    public static ReadOnlySpan<byte> Ed25519 => [0x2B, 0x65, 0x70];

    /// <summary>1.3.101.113 Ed448 (RFC 8410 §3).</summary>
    public static ReadOnlySpan<byte> Ed448 => [0x2B, 0x65, 0x71];

    /// <summary>2.16.840.1.101.3.4.3.17 id-ml-dsa-44 (RFC 9881 §2).</summary>
    public static ReadOnlySpan<byte> MLDsa44 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11];

    /// <summary>2.16.840.1.101.3.4.3.18 id-ml-dsa-65 (RFC 9881 §2).</summary>
    public static ReadOnlySpan<byte> MLDsa65 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12];

    /// <summary>2.16.840.1.101.3.4.3.19 id-ml-dsa-87 (RFC 9881 §2).</summary>
    public static ReadOnlySpan<byte> MLDsa87 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13];

    /// <summary>2.5.29.15 keyUsage (RFC 5280 §4.2.1.3).</summary>
    public static ReadOnlySpan<byte> KeyUsage => [0x55, 0x1D, 0x0F];

    /// <summary>2.5.29.17 subjectAltName (RFC 5280 §4.2.1.6).</summary>
    public static ReadOnlySpan<byte> SubjectAltName => [0x55, 0x1D, 0x11];

    /// <summary>2.5.29.19 basicConstraints (RFC 5280 §4.2.1.9).</summary>
    public static ReadOnlySpan<byte> BasicConstraints => [0x55, 0x1D, 0x13];

    /// <summary>2.5.29.37 extKeyUsage (RFC 5280 §4.2.1.12).</summary>
    public static ReadOnlySpan<byte> ExtendedKeyUsage => [0x55, 0x1D, 0x25];

    /// <summary>1.3.6.1.5.5.7.3.2 id-kp-clientAuth (RFC 5280 §4.2.1.12).</summary>
    public static ReadOnlySpan<byte> ClientAuth => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];

    /// <summary>2.5.29.37.0 anyExtendedKeyUsage (RFC 5280 §4.2.1.12).</summary>
    public static ReadOnlySpan<byte> AnyExtendedKeyUsage => [0x55, 0x1D, 0x25, 0x00];

    /// <summary>The dotted form of contents octets that <see cref="DerReader"/> has read.</summary>
    public static string ToText(ReadOnlySpan<byte> identifier)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(identifier, Tags.Primitive(0));
        return AsnDecoder.ReadObjectIdentifier(writer.Encode(), AsnEncodingRules.DER, out _, Tags.Primitive(0));
    }

    /// <summary>The contents octets of an identifier in dotted form.</summary>
    /// <exception cref="ArgumentException">The text is no object identifier.</exception>
    public static byte[] FromText(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        byte[] encoded = writer.Encode();
        AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.DER, out int offset, out _, out _);
        return encoded[offset..];
    }
}
