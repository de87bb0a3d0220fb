using MtlsAuth.Certificates;

namespace MtlsAuth.Explanation;

/// <summary>Finds where in a PEM text something is no certificate: in the text, or in the DER that a block stands for.</summary>
internal static class PemFault
{
    /// <summary>Finds the place in the first block that has the fault; null if there is none in particular.</summary>
    public static CertificateFormatErrorLocation? Find(CertificateFormatError error, ReadOnlySpan<char> text, int octetsPerCharacter)
    {
        PemCertificateReader blocks = new(text, int.MaxValue);
        while (true)
        {
            int position = text.Length - blocks.RestLength;
            CertificateFormatError blockError =
                blocks.TryReadBlock(out ReadOnlySpan<char> label, out ReadOnlySpan<char> body, out bool found);
            int begin = position + text[position..].IndexOf(PemCertificateReader.Begin);
            if (!found)
            {
                return blockError == CertificateFormatError.MalformedPem && error == blockError
                    ? new CertificateFormatErrorLocation(begin * octetsPerCharacter)
                    : null;
            }

            bool isDecoded =
                PemCertificateReader.Decode(body, body.Length, out ReadOnlyMemory<byte> der) == CertificateFormatError.None;
            if (error == CertificateFormatError.MalformedPem && !isDecoded)
            {
                int start = begin + PemCertificateReader.Begin.Length + label.Length + PemCertificateReader.Boundary.Length;
                return new CertificateFormatErrorLocation((start + FindFaultInBase64(body)) * octetsPerCharacter);
            }

            if (error != CertificateFormatError.MalformedPem && CertificateReader.Read(der, out _) != CertificateFormatError.None)
            {
                return DerFault.Find(error, der.Span, begin * octetsPerCharacter);
            }
        }
    }

    // The first character that cannot stand where it does; the end, if something is missing or left over there.
    private static int FindFaultInBase64(ReadOnlySpan<char> body)
    {
        int padding = body.IndexOf('=');
        ReadOnlySpan<char> unpadded = padding < 0 ? body : body[..padding];
        int strange = unpadded.IndexOfAnyExcept(PemCertificateReader.Base64OrWhiteSpace);
        if (strange >= 0)
        {
            return strange;
        }

        int behind = body[unpadded.Length..].IndexOfAnyExcept("= \t\r\n");
        return behind < 0 ? body.Length : unpadded.Length + behind;
    }
}
