using System.Security.Cryptography;
using MtlsAuth.Certificates;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.EnvoyXfcc"/>: elements of pairs, of which three are of interest.</summary>
/// <remarks>
/// Envoy writes the client's alternative names as they are, without quotes and behind the other pairs. What a client can put there must
/// not replace the certificate: so each of the three keys may occur once, and there has to be a hash, which Envoy writes first. Where
/// several elements are allowed, a name could add one of its own behind the proxy's; so values with names are refused there.
/// </remarks>
internal static class EnvoyXfccCodec
{
    public static CertificateFormatError Read(
        ReadOnlySpan<char> value, bool severalElements, ref ForwardedCertificateCollector certificates)
    {
        EnvoyXfccReader reader = new(value);
        ReadOnlySpan<char> hash = default;
        ReadOnlySpan<char> certificate = default;
        ReadOnlySpan<char> chain = default;
        char end;
        do
        {
            if (!reader.TryReadPair(out ReadOnlySpan<char> key, out ReadOnlySpan<char> pairValue, out end)
                || !TryTake(key, "Hash", pairValue, ref hash)
                || !TryTake(key, "Cert", pairValue, ref certificate)
                || !TryTake(key, "Chain", pairValue, ref chain)
                || (severalElements && IsAlternativeName(key)))
            {
                return CertificateFormatError.MalformedHeader;
            }

            if (end == EnvoyXfccReader.EndOfElement)
            {
                if (!severalElements)
                {
                    return CertificateFormatError.TooManyCertificates;
                }

                hash = certificate = chain = default;
            }
        }
        while (end != EnvoyXfccReader.EndOfText);

        return Read(hash, certificate, chain, ref certificates);
    }

    private static CertificateFormatError Read(
        ReadOnlySpan<char> hash, ReadOnlySpan<char> certificate, ReadOnlySpan<char> chain, ref ForwardedCertificateCollector certificates)
    {
        if (certificate.IsEmpty)
        {
            return CertificateFormatError.NoCertificate;
        }

        CertificateFormatError error = PercentEncodedPemCodec.Read(certificate, severalBlocks: false, ref certificates);
        if (error != CertificateFormatError.None)
        {
            return error;
        }

        Span<byte> expectedHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificates.Certificate!.RawData.Span, expectedHash);
        if (!Hexadecimal.Matches(hash, expectedHash))
        {
            return CertificateFormatError.HashMismatch;
        }

        return chain.IsEmpty ? CertificateFormatError.None : PercentEncodedPemCodec.Read(chain, severalBlocks: true, ref certificates);
    }

    private static bool IsAlternativeName(ReadOnlySpan<char> key) =>
        key.Equals("URI", StringComparison.OrdinalIgnoreCase) || key.Equals("DNS", StringComparison.OrdinalIgnoreCase);

    // False if the key is the wanted one for the second time, or has no value.
    private static bool TryTake(ReadOnlySpan<char> key, string wanted, ReadOnlySpan<char> value, ref ReadOnlySpan<char> taken)
    {
        if (!key.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        bool isFirst = taken.IsEmpty && !value.IsEmpty;
        taken = value;
        return isFirst;
    }
}
