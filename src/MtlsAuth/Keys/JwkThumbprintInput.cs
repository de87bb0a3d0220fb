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
        int capacity = FixedLength;
        foreach (string member in key.Parameters.Members)
        {
            capacity += Base64Url.GetEncodedLength(key[member].Length);
        }

        Span<byte> json = capacity <= 1024 ? stackalloc byte[capacity] : new byte[capacity];
        return new JwkThumbprint(Sha256Value.Compute(json[..Write(key, json)]));
    }

    private static int Write(SubjectPublicKey key, Span<byte> json)
    {
        Writer writer = new(json);
        foreach (string member in key.Parameters.Members)
        {
            writer.Append(writer.Length == 0 ? "{\""u8 : ",\""u8);
            writer.AppendAscii(member);
            writer.Append("\":\""u8);
            if (key.Parameters.TextOf(member) is { } text)
            {
                writer.AppendAscii(text);
            }
            else
            {
                writer.AppendBase64Url(key[member]);
            }

            writer.Append("\""u8);
        }

        writer.Append("}"u8);
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
