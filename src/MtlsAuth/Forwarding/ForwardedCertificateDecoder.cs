using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth.Forwarding;

/// <summary>Reads the client certificate that a proxy which ends TLS passes on in a request header.</summary>
/// <remarks>
/// <para>
/// It reads; it does not know who wrote the header. Whether a request came through the proxy, and whether that removed what the client
/// sent under the same name, is for the caller to establish before (RFC 9440 §4).
/// </para>
/// <para>Immutable and thread-safe. Never throws for any header.</para>
/// <code>
/// ForwardedCertificateDecoder decoder = new(new() { Format = ForwardedCertificateFormat.PercentEncodedPem });
/// PresentedCertificate presented = decoder.Decode(request.Headers["X-Client-Cert"].ToArray());
/// </code>
/// </remarks>
/// <example>
/// <code>
/// ForwardedCertificateDecoder decoder = new(new() { Format = ForwardedCertificateFormat.PercentEncodedPem });
/// PresentedCertificate presented = decoder.Decode(context.Request.Headers["X-Client-Cert-5f1c0d7a"].ToArray());
/// </code>
/// </example>
public sealed class ForwardedCertificateDecoder
{
    private readonly ForwardedCertificateDecoderOptions _options;

    /// <summary>Makes a decoder of one format.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The format is none of those defined, a limit is less than one, or the element is not from 1 to 16, or not 1 in a format without
    /// elements.
    /// </exception>
    public ForwardedCertificateDecoder(ForwardedCertificateDecoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingErrors.ThrowIfAny(options.FindErrors(), nameof(options));
        _options = options;
    }

    private bool HasElements => _options.HasElements;

    private bool ValueHoldsChain =>
        HasElements || _options.Format is ForwardedCertificateFormat.PercentEncodedPemChain or ForwardedCertificateFormat.TraefikList;

    /// <summary>Reads the headers of one request.</summary>
    /// <param name="header">
    /// The values of the header with the client's certificate, one for each time it occurs: none if it is missing (or one that is
    /// null), and several are <see cref="PresentedCertificateStatus.HeaderDuplicated"/>. Never join them: what a client sent would
    /// look like a part of what the proxy wrote.
    /// </param>
    /// <param name="chainHeader">
    /// The values of the header, or the headers, with the further certificates, as the format has them. Formats without a chain header
    /// refuse any that is not empty.
    /// </param>
    /// <param name="isChainVerifiedByProxy">Whether the proxy says, in another header, that the chain is trusted.</param>
    /// <returns>The certificates, or why there are none. A malformed chain refuses the certificate as well.</returns>
    public PresentedCertificate Decode(
        ReadOnlySpan<string?> header, ReadOnlySpan<string?> chainHeader = default, bool isChainVerifiedByProxy = false)
    {
        // RFC 9440 §2.2: the field is a singleton. Only HAProxy's chain is one, too: the others are lists or headers with other names.
        if (header.Length > 1 || (chainHeader.Length > 1 && _options.Format == ForwardedCertificateFormat.Base64Der))
        {
            return PresentedCertificate.Refused(
                CertificateFormatError.MalformedHeader, status: PresentedCertificateStatus.HeaderDuplicated);
        }

        string? value = header.IsEmpty ? null : header[0];
        if (FindAbsence(value) is PresentedCertificateStatus absence)
        {
            return HasChain(chainHeader)
                ? Refused(CertificateFormatError.ChainWithoutCertificate)
                : PresentedCertificate.None(absence);
        }

        ForwardedCertificateCollector certificates = new(_options);
        CertificateFormatError error = ReadValue(Trim(value), ref certificates);
        if (error == CertificateFormatError.None)
        {
            error = ReadChain(chainHeader, ref certificates);
        }

        // Without an error there is no certificate only where there are too few elements.
        return error != CertificateFormatError.None ? Refused(error, certificates.RefusedOctets)
            : certificates.Certificate is { } certificate
                ? PresentedCertificate.Of(certificate, certificates.Chain, isChainVerifiedByProxy)
            : PresentedCertificate.None(PresentedCertificateStatus.HeaderEmpty);
    }

    private static PresentedCertificate Refused(CertificateFormatError error, ReadOnlyMemory<byte> octets = default) =>
        PresentedCertificate.Refused(
            error,
            octets,
            error == CertificateFormatError.TooLarge
                ? PresentedCertificateStatus.HeaderTooLarge
                : PresentedCertificateStatus.HeaderMalformed);

    private static ReadOnlySpan<char> Trim(string? value) => value.AsSpan().Trim(" \t");

    // Null if there is a value: then it is for the format to read.
    private static PresentedCertificateStatus? FindAbsence(string? value) => value is null
        ? PresentedCertificateStatus.HeaderAbsent
        : Trim(value) switch
        {
            "(null)" => PresentedCertificateStatus.HeaderNull, // Apache, of unset variables
            "" => PresentedCertificateStatus.HeaderEmpty,
            "\"\"" => PresentedCertificateStatus.HeaderEmpty, // HAProxy, %{+Q} of nothing
            "::" => PresentedCertificateStatus.HeaderEmpty, // the empty byte sequence of RFC 9651
            _ => null,
        };

    private static bool HasChain(ReadOnlySpan<string?> chainHeader)
    {
        foreach (string? value in chainHeader)
        {
            if (FindAbsence(value) is null)
            {
                return true;
            }
        }

        return false;
    }

    // Base64 has four characters for three octets, line ends and escapes add some more. What is much longer need not be decoded.
    private static bool IsTooLong(long textLength, long maximumLength) => textLength > (2 * maximumLength) + 1024;

    private CertificateFormatError ReadValue(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates)
    {
        if (IsTooLong(value.Length, _options.MaximumLength + (ValueHoldsChain ? _options.MaximumChainLength : 0L)))
        {
            return CertificateFormatError.TooLarge;
        }

        return _options.Format switch
        {
            ForwardedCertificateFormat.Base64Der => Base64DerCodec.Read(value, ref certificates),
            ForwardedCertificateFormat.Rfc9440 => Rfc9440Codec.ReadItem(value, ref certificates),
            ForwardedCertificateFormat.TraefikList => TraefikListCodec.Read(value, ref certificates),
            _ when HasElements => ReadElement(value, ref certificates),
            _ => ReadPem(value, ref certificates),
        };
    }

    private CertificateFormatError ReadElement(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates) =>
        EnvoyXfccCodec.Read(
            value,
            _options.ElementFromEnd,
            othersInFront: _options.Format == ForwardedCertificateFormat.EnvoyXfccAppended,
            ref certificates);

    private CertificateFormatError ReadPem(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates)
    {
        bool isEncoded = _options.Format == ForwardedCertificateFormat.PemOrPercentEncodedPem
            ? !value.StartsWith(PemCertificateReader.Begin)
            : _options.Format != ForwardedCertificateFormat.Pem;
        return isEncoded
            ? PercentEncodedPemCodec.Read(value, severalBlocks: ValueHoldsChain, ref certificates)
            : PemCodec.Read(value, severalBlocks: false, ref certificates);
    }

    private CertificateFormatError ReadChain(ReadOnlySpan<string?> chainHeader, ref ForwardedCertificateCollector certificates)
    {
        long textLength = 0;
        foreach (string? text in chainHeader)
        {
            if (FindAbsence(text) is not null)
            {
                continue;
            }

            ReadOnlySpan<char> value = Trim(text);
            textLength += value.Length;
            CertificateFormatError error = IsTooLong(textLength, _options.MaximumChainLength)
                ? CertificateFormatError.TooLarge
                : ReadChainValue(value, ref certificates);
            if (error != CertificateFormatError.None)
            {
                return error;
            }
        }

        return CertificateFormatError.None;
    }

    private CertificateFormatError ReadChainValue(ReadOnlySpan<char> value, ref ForwardedCertificateCollector certificates) =>
        _options.Format switch
        {
            ForwardedCertificateFormat.Base64Der => Base64DerCodec.ReadChain(value, ref certificates),
            ForwardedCertificateFormat.Rfc9440 => Rfc9440Codec.ReadList(value, ref certificates),
            _ when ValueHoldsChain => CertificateFormatError.MalformedHeader,
            _ => ReadPem(value, ref certificates),
        };
}
