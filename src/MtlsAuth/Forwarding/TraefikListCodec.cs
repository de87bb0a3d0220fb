using System.Buffers;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.TraefikList"/>.</summary>
internal static class TraefikListCodec
{
    public static CertificateFormatError Read(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates)
    {
        int comma;
        do
        {
            comma = value.IndexOf(',');
            CertificateFormatError error = ReadMember(comma < 0 ? value : value[..comma], ref certificates);
            if (error != CertificateFormatError.None)
            {
                return error;
            }

            value = value[(comma + 1)..];
        }
        while (comma >= 0);

        return CertificateFormatError.None;
    }

    private static CertificateFormatError ReadMember(ReadOnlySpan<char> member, ref ForwardedCertificateCollector certificates)
    {
        char[] base64 = ArrayPool<char>.Shared.Rent(member.Length);
        try
        {
            if (!PercentEncoding.TryDecode(member, base64, out int length))
            {
                return CertificateFormatError.MalformedPercentEncoding;
            }

            return length > 0 && Base64Text.TryDecode(base64.AsSpan(0, length), Base64Leniency.None, out byte[] der)
                ? certificates.Add(der)
                : CertificateFormatError.MalformedBase64;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(base64);
        }
    }
}
