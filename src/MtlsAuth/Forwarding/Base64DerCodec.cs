using System.Formats.Asn1;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.Base64Der"/>, and HAProxy's chain of DER after DER.</summary>
internal static class Base64DerCodec
{
    public static CertificateFormatError Read(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates) =>
        Base64Text.TryDecode(Unquote(value), Base64Leniency.None, out byte[] der)
            ? certificates.Add(der)
            : CertificateFormatError.MalformedBase64;

    public static CertificateFormatError ReadChain(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates)
    {
        if (!Base64Text.TryDecode(Unquote(value), Base64Leniency.None, out byte[] octets))
        {
            return CertificateFormatError.MalformedBase64;
        }

        DerReader reader = new(octets);
        while (!reader.TryEnd())
        {
            if (!reader.TryRead(Asn1Tag.Sequence, out _, out Slice encoded))
            {
                return CertificateFormatError.MalformedDer;
            }

            CertificateFormatError error = certificates.Add(encoded.Of(octets));
            if (error != CertificateFormatError.None)
            {
                return error;
            }
        }

        return CertificateFormatError.None;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value) => value is ['"', .. ReadOnlySpan<char> text, '"'] ? text : value;
}
