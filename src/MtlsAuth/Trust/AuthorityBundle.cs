using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Reads an operator's authorities: DER, PEM or PKCS #7, with up to 1,000 certificates in any order.</summary>
/// <remarks>
/// What the platform can use is usable, since it builds the chains; only a client's own key has to be understood by this library. One
/// certificate that is not usable is left out and reported: an operator's list must not stop all clients for an authority of none.
/// </remarks>
internal sealed class AuthorityBundle
{
    private static readonly CertificateBundleRules Rules = CertificateBundleRules.Authorities;

    private readonly List<X509Certificate2> _certificates = [];
    private readonly List<LeftOutCertificate> _leftOut = [];
    private int _count;

    private AuthorityBundle()
    {
    }

    public IReadOnlyList<X509Certificate2> Certificates => _certificates;

    public IReadOnlyList<LeftOutCertificate> LeftOut => _leftOut;

    /// <summary>Reads what a file holds.</summary>
    /// <returns>
    /// The bundle. If there is an error it has no certificates, and says what was left out only where each of them was read, but none is
    /// usable.
    /// </returns>
    public static AuthorityBundle Read(ReadOnlySpan<byte> contents, out CertificateFormatError error)
    {
        AuthorityBundle bundle = new();
        error = contents.Length > 2 * Rules.MaximumTotalLength ? CertificateFormatError.TooLarge

            // A certificate is longer than 127 octets, so that its second octet has the high bit set and no text begins like it.
            : contents is [0x30, >= 0x80, ..] ? bundle.ReadDer(contents.ToArray())
            : bundle.ReadPem(CertificateBundle.Decode(contents));
        if (error == CertificateFormatError.NoCertificate)
        {
            // A key is shorter than a certificate.
            error = OtherFormats.FindByStructure(contents, error);
        }

        if (error != CertificateFormatError.None)
        {
            bundle._certificates.ForEach(certificate => certificate.Dispose());
            return new AuthorityBundle();
        }

        if (bundle._certificates.Count == 0)
        {
            error = bundle._leftOut.Count > 0 ? bundle._leftOut[0].Reason : CertificateFormatError.MalformedPkcs7;
        }

        return bundle;
    }

    /// <summary>Whether a certificate's key may sign certificates (RFC 5280 §6.1.4 (k), (n)).</summary>
    /// <remarks>
    /// Version 3 says it in the basic constraints, and without them the key MUST NOT (§4.2.1.9). Roots of versions 1 and 2 cannot say what
    /// they are: for those it is enough that the operator does.
    /// </remarks>
    public static bool IsAuthority(X509Certificate2 certificate) =>
        (certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault()?.CertificateAuthority
            ?? (certificate.Version < 3 && certificate.IssuerName.RawData.AsSpan().SequenceEqual(certificate.SubjectName.RawData)))
        && certificate.Extensions.OfType<X509KeyUsageExtension>()
            .All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));

    private CertificateFormatError ReadDer(ReadOnlyMemory<byte> der) =>
        Pkcs7Reader.LooksLikePkcs7(der.Span) ? ReadPkcs7(der) : Add(der);

    private CertificateFormatError ReadPkcs7(ReadOnlyMemory<byte> der)
    {
        if (!Pkcs7Reader.TryReadEncoded(der, Rules, out IReadOnlyList<ReadOnlyMemory<byte>> certificates, out CertificateFormatError error))
        {
            return error;
        }

        foreach (ReadOnlyMemory<byte> certificate in certificates)
        {
            Add(certificate);
        }

        return CertificateFormatError.None;
    }

    private CertificateFormatError ReadPem(ReadOnlySpan<char> text)
    {
        PemCertificateReader reader = new(text, Rules.MaximumLength);
        CertificateFormatError error;
        while ((error = reader.TryReadBlock(out ReadOnlySpan<char> label, out ReadOnlySpan<char> body, out bool found))
            == CertificateFormatError.None && found)
        {
            if (label.SequenceEqual("PKCS7") && _count == 0)
            {
                // A bundle stands alone, as for all who read one.
                error = reader.TryReadBlock(out _, out _, out bool another);
                error = another ? CertificateFormatError.UnexpectedPemLabel : error;
                return error != CertificateFormatError.None
                    || (error = PemCertificateReader.Decode(body, Rules.MaximumTotalLength, out ReadOnlyMemory<byte> bundle))
                        != CertificateFormatError.None
                    ? error
                    : ReadPkcs7(bundle);
            }

            ReadOnlyMemory<byte> der = default;
            error = label.SequenceEqual("CERTIFICATE")
                ? PemCertificateReader.Decode(body, Rules.MaximumLength, out der)
                : OtherFormats.FindByLabel(label);
            error = error == CertificateFormatError.None ? Add(der) : LeaveOut(default, error);
            if (error != CertificateFormatError.None)
            {
                return error;
            }
        }

        return error == CertificateFormatError.None && _count == 0 ? reader.ErrorIfNothingFound : error;
    }

    private CertificateFormatError Add(ReadOnlyMemory<byte> der)
    {
        ChainFields fields = default;
        X509Certificate2? certificate = null;
        CertificateFormatError reason = der.Length > Rules.MaximumLength ? CertificateFormatError.TooLarge
            : !ChainFields.TryRead(der, out fields) ? OtherFormats.FindInsteadOfDer(der.Span, CertificateFormatError.MalformedDer)
            : TryLoad(der, out certificate);
        if (certificate is null)
        {
            return LeaveOut(fields, reason);
        }

        _certificates.Add(certificate);
        return Count();
    }

    private CertificateFormatError LeaveOut(in ChainFields fields, CertificateFormatError reason)
    {
        CertificateFormatError error = Count();
        string? subject = DistinguishedName.TryReadDer(fields.Subject.Span, out DistinguishedName? name, out _) ? name.ToString() : null;
        _leftOut.Add(new LeftOutCertificate(_count, subject, reason));
        return error;
    }

    private CertificateFormatError Count() =>
        ++_count > Rules.MaximumCount ? CertificateFormatError.TooManyCertificates : CertificateFormatError.None;

    private static CertificateFormatError TryLoad(ReadOnlyMemory<byte> der, out X509Certificate2? certificate)
    {
        certificate = null;
        X509Certificate2? loaded = null;
        try
        {
            loaded = PlatformCertificate.Load(der.Span);
            if (IsAuthority(loaded))
            {
                certificate = loaded;
                loaded = null;
                return CertificateFormatError.None;
            }

            return CertificateFormatError.NotACertificateAuthority;
        }
        catch (CryptographicException)
        {
            // The library's own reader may know what the platform dislikes.
            return ClientCertificate.TryParseDer(der.Span, out _, out CertificateFormatError reason)
                ? CertificateFormatError.UnsupportedPublicKey
                : reason;
        }
        finally
        {
            loaded?.Dispose();
        }
    }
}
