using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.EnvoyXfcc"/>: elements of pairs, of which three are of interest.</summary>
/// <remarks>
/// Envoy writes the client's alternative names as they are, without quotes and behind the other pairs. What a client can put there must
/// not replace the certificate: so each of the three keys may occur once, and there has to be a hash, which Envoy writes first. A name
/// with a comma adds elements behind the client's own. Where the value has to begin with that one, there are then too many; where others
/// may stand in front, names are refused in all elements up to the one that counts, the client's own among them.
/// </remarks>
internal static class EnvoyXfccCodec
{
    /// <summary>Reads the element that is so far from the end; if there are fewer, no certificate is added, and that is no error.</summary>
    public static CertificateFormatError Read(
        ReadOnlySpan<char> value, int elementFromEnd, bool othersInFront, ref ForwardedCertificateCollector certificates)
    {
        if (!TryCountElements(value, out int count))
        {
            return CertificateFormatError.MalformedHeader;
        }

        int inFront = count - elementFromEnd;
        if (inFront < 0)
        {
            return CertificateFormatError.None;
        }

        if (inFront > 0 && !othersInFront)
        {
            return CertificateFormatError.TooManyCertificates;
        }

        EnvoyXfccReader reader = new(value);
        Element element;
        do
        {
            if (!TryReadElement(ref reader, out element) || (element.HasAlternativeName && othersInFront))
            {
                return CertificateFormatError.MalformedHeader;
            }
        }
        while (inFront-- > 0);

        return Read(element, ref certificates);
    }

    private static bool TryCountElements(ReadOnlySpan<char> value, out int count)
    {
        EnvoyXfccReader reader = new(value);
        count = 1;
        char end;
        do
        {
            if (!reader.TryReadPair(out _, out _, out end))
            {
                return false;
            }

            count += end == EnvoyXfccReader.EndOfElement ? 1 : 0;
        }
        while (end != EnvoyXfccReader.EndOfText);

        return true;
    }

    private static bool TryReadElement(scoped ref EnvoyXfccReader reader, out Element element)
    {
        element = default;
        char end;
        do
        {
            if (!reader.TryReadPair(out ReadOnlySpan<char> key, out ReadOnlySpan<char> value, out end)
                || !TryTake(key, "Hash", value, ref element.Hash)
                || !TryTake(key, "Cert", value, ref element.Certificate)
                || !TryTake(key, "Chain", value, ref element.Chain))
            {
                return false;
            }

            element.HasAlternativeName |= IsAlternativeName(key);
        }
        while (end == EnvoyXfccReader.EndOfPair);

        return true;
    }

    private static CertificateFormatError Read(in Element element, ref ForwardedCertificateCollector certificates)
    {
        if (element.Certificate.IsEmpty)
        {
            return CertificateFormatError.NoCertificate;
        }

        CertificateFormatError error = PercentEncodedPemCodec.Read(element.Certificate, severalBlocks: false, ref certificates);
        if (error != CertificateFormatError.None)
        {
            return error;
        }

        Span<byte> expectedHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificates.Certificate!.RawData.Span, expectedHash);
        if (!Hexadecimal.Matches(element.Hash, expectedHash))
        {
            return CertificateFormatError.HashMismatch;
        }

        return element.Chain.IsEmpty
            ? CertificateFormatError.None
            : PercentEncodedPemCodec.Read(element.Chain, severalBlocks: true, ref certificates);
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

    /// <summary>What is of interest in an element.</summary>
    private ref struct Element
    {
        public ReadOnlySpan<char> Hash;
        public ReadOnlySpan<char> Certificate;
        public ReadOnlySpan<char> Chain;
        public bool HasAlternativeName;
    }
}
