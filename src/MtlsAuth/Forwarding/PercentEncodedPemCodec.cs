using System.Buffers;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.PercentEncodedPem"/>: decodes once, then reads the PEM.</summary>
internal static class PercentEncodedPemCodec
{
    public static CertificateFormatError Read(ReadOnlySpan<char> value, bool severalBlocks, ref ForwardedCertificateCollector certificates)
    {
        char[] pem = ArrayPool<char>.Shared.Rent(value.Length);
        try
        {
            return PercentEncoding.TryDecode(value, pem, out int length)
                ? PemCodec.Read(pem.AsSpan(0, length), severalBlocks, ref certificates)
                : CertificateFormatError.MalformedPercentEncoding;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(pem);
        }
    }
}
