using MtlsAuth.Certificates;

namespace MtlsAuth.Forwarding;

/// <summary>Takes the certificates that a codec finds, the client's first, as long as they keep within the limits.</summary>
internal ref struct ForwardedCertificateCollector(ForwardedCertificateDecoderOptions options)
{
    private readonly ForwardedCertificateDecoderOptions _options = options;
    private List<ClientCertificate>? _chain;
    private int _chainCount;
    private long _chainLength;

    /// <summary>The client's certificate, once it was added.</summary>
    public ClientCertificate? Certificate { get; private set; }

    /// <summary>The DER of the client's certificate if it was refused.</summary>
    public ReadOnlyMemory<byte> RefusedOctets { get; private set; }

    /// <summary>The further certificates; null for none.</summary>
    public readonly IReadOnlyList<ClientCertificate>? Chain => _chain?.AsReadOnly();

    /// <summary>Adds the next certificate: the client's own has to be well-formed, the others are left out if they are not.</summary>
    public CertificateFormatError Add(ReadOnlyMemory<byte> der)
    {
        if (Certificate is null)
        {
            bool parsed = ClientCertificate.TryParseDerInPlace(
                der, out ClientCertificate? certificate, out CertificateFormatError error, _options.MaximumLength);
            Certificate = parsed ? certificate : null;
            RefusedOctets = parsed ? default : der;
            return error;
        }

        _chainLength += der.Length;
        _chainCount++;
        if (_chainLength > _options.MaximumChainLength)
        {
            return CertificateFormatError.TooLarge;
        }

        if (_chainCount > ClientCertificate.MaximumChainCount)
        {
            return CertificateFormatError.TooManyCertificates;
        }

        // Some chains begin with the client's certificate, against RFC 9440 §2.3. One that cannot be read can be part of no chain.
        if (!der.Span.SequenceEqual(Certificate.RawData.Span)
            && ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? other, out _, _options.MaximumChainLength))
        {
            (_chain ??= []).Add(other);
        }

        return CertificateFormatError.None;
    }
}
