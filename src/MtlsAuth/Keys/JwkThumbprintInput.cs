using System.Buffers.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Keys;

/// <summary>Writes what RFC 7638 §3 hashes: the key's required members only, in lexicographic order, without white space.</summary>
internal static class JwkThumbprintInput
{
    // Names, punctuation and the longest curve or algorithm name, rounded up.
    private const int FixedLength = 96;

    public static JwkThumbprint ComputeThumbprint(SubjectPublicKey key)
    {
        int capacity = FixedLength
            + Base64Url.GetEncodedLength(key.First.Length) + Base64Url.GetEncodedLength(key.Second.Length);
        Span<byte> json = capacity <= 1024 ? stackalloc byte[capacity] : new byte[capacity];
        return new JwkThumbprint(Sha256Value.Compute(json[..Write(key, json)]));
    }

    private static int Write(SubjectPublicKey key, Span<byte> json)
    {
        Writer writer = new(json);
        switch (key.Kind)
        {
            case SubjectPublicKeyKind.Rsa:
                // RFC 7638 §3.2: e, kty, n.
                writer.Append("{\"e\":\""u8);
                writer.AppendBase64Url(key.Second);
                writer.Append("\",\"kty\":\"RSA\",\"n\":\""u8);
                writer.AppendBase64Url(key.First);
                break;

            case SubjectPublicKeyKind.P256 or SubjectPublicKeyKind.P384 or SubjectPublicKeyKind.P521 or SubjectPublicKeyKind.Secp256k1:
                // RFC 7638 §3.2: crv, kty, x, y.
                writer.Append("{\"crv\":\""u8);
                writer.AppendAscii(key.Parameter);
                writer.Append("\",\"kty\":\"EC\",\"x\":\""u8);
                writer.AppendBase64Url(key.First);
                writer.Append("\",\"y\":\""u8);
                writer.AppendBase64Url(key.Second);
                break;

            case SubjectPublicKeyKind.Ed25519 or SubjectPublicKeyKind.Ed448:
                // RFC 8037 §2: crv, kty, x.
                writer.Append("{\"crv\":\""u8);
                writer.AppendAscii(key.Parameter);
                writer.Append("\",\"kty\":\"OKP\",\"x\":\""u8);
                writer.AppendBase64Url(key.First);
                break;

            default:
                // The AKP key type's registration: alg, kty, pub.
                writer.Append("{\"alg\":\""u8);
                writer.AppendAscii(key.Parameter);
                writer.Append("\",\"kty\":\"AKP\",\"pub\":\""u8);
                writer.AppendBase64Url(key.First);
                break;
        }

        writer.Append("\"}"u8);
        return writer.Length;
    }

    private ref struct Writer(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<byte> utf8)
        {
            utf8.CopyTo(_destination[Length..]);
            Length += utf8.Length;
        }

        public void AppendAscii(string text) =>
            Length += System.Text.Encoding.ASCII.GetBytes(text, _destination[Length..]);

        public void AppendBase64Url(ReadOnlySpan<byte> octets) =>
            Length += Base64Url.EncodeToUtf8(octets, _destination[Length..]);
    }
}
