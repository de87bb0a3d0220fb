using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.Rfc9440"/>: byte sequences of structured fields (RFC 9651 §4.2.7).</summary>
internal static class Rfc9440Codec
{
    /// <summary>Reads <c>Client-Cert</c>, an Item (RFC 9440 §2.2).</summary>
    public static CertificateFormatError ReadItem(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates)
    {
        // The alphabet has neither commas nor semicolons, so that lists and parameters fail here, too.
        if (value is not [':', .. ReadOnlySpan<char> text, ':'] || text.ContainsAny(':', ',', ';'))
        {
            return CertificateFormatError.MalformedHeader;
        }

        return Base64Text.TryDecode(text, Base64Leniency.PaddingAndSpareBits, out byte[] der)
            ? certificates.Add(der)
            : CertificateFormatError.MalformedBase64;
    }

    /// <summary>Reads a line of <c>Client-Cert-Chain</c>, a List (RFC 9440 §2.3, RFC 9651 §4.2.1).</summary>
    public static CertificateFormatError ReadList(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates)
    {
        int comma;
        do
        {
            comma = value.IndexOf(',');
            ReadOnlySpan<char> member = comma < 0 ? value : value[..comma];
            CertificateFormatError error = ReadItem(member.Trim(" \t"), ref certificates);
            if (error != CertificateFormatError.None)
            {
                return error;
            }

            value = value[(comma + 1)..];
        }
        while (comma >= 0);

        return CertificateFormatError.None;
    }
}
