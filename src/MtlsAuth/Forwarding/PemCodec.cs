using MtlsAuth.Certificates;

namespace MtlsAuth.Forwarding;

/// <summary>Reads <see cref="ForwardedCertificateFormat.Pem"/>: blocks and white space, nothing else.</summary>
internal static class PemCodec
{
    public static CertificateFormatError Read(ReadOnlySpan<char> pem, bool severalBlocks, ref ForwardedCertificateCollector certificates)
    {
        if (!pem.TrimStart(" \t\r\n").StartsWith(PemCertificateReader.Begin))
        {
            return CertificateFormatError.NoCertificate;
        }

        // The decoder has bounded the text, and the collector looks at each certificate's length.
        PemCertificateReader reader = new(pem, pem.Length, blocksOnly: true);
        CertificateFormatError error;
        bool found = false;
        while (reader.TryReadNextDer(out ReadOnlyMemory<byte> der, out error))
        {
            error = found && !severalBlocks ? CertificateFormatError.TooManyCertificates : certificates.Add(der);
            if (error != CertificateFormatError.None)
            {
                return error;
            }

            found = true;
        }

        return error;
    }
}
