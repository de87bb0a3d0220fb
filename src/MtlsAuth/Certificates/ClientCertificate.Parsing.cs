using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Certificates;

/// <content>The doors through which certificates come in.</content>
public sealed partial class ClientCertificate
{
    /// <summary>How long a certificate may be if the caller does not say: 65,536 octets of DER.</summary>
    public const int DefaultMaximumLength = 65_536;

    /// <summary>The most certificates that are read of a client's chain.</summary>
    public const int MaximumChainCount = 16;

    /// <summary>Reads a certificate in DER.</summary>
    /// <param name="der">One certificate and nothing behind it. The octets are copied.</param>
    /// <param name="certificate">The certificate, or null.</param>
    /// <param name="error">Why the certificate was not read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER to read, in octets.</param>
    /// <returns>Whether the certificate was read. Never throws for bad input.</returns>
    public static bool TryParseDer(
        ReadOnlySpan<byte> der,
        [NotNullWhen(true)] out ClientCertificate? certificate,
        out CertificateFormatError error,
        int maximumLength = DefaultMaximumLength)
    {
        if (der.Length > maximumLength)
        {
            certificate = null;
            error = OtherFormats.FindInsteadOfDer(der, CertificateFormatError.TooLarge);
            return false;
        }

        return TryParseDerInPlace(der.ToArray(), out certificate, out error, maximumLength);
    }

    /// <summary>Reads a certificate in DER without copying it.</summary>
    /// <param name="der">
    /// One certificate and nothing behind it. The certificate keeps the memory: whoever changes it afterwards changes what was
    /// checked. For memory that nobody writes to, such as <see cref="X509Certificate.GetRawCertData"/> returns.
    /// </param>
    /// <param name="certificate">The certificate, or null.</param>
    /// <param name="error">Why the certificate was not read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER to read, in octets.</param>
    /// <returns>Whether the certificate was read. Never throws for bad input.</returns>
    public static bool TryParseDerInPlace(
        ReadOnlyMemory<byte> der,
        [NotNullWhen(true)] out ClientCertificate? certificate,
        out CertificateFormatError error,
        int maximumLength = DefaultMaximumLength)
    {
        certificate = null;
        CertificateStructure structure = default;
        error = der.Length > maximumLength ? CertificateFormatError.TooLarge : CertificateReader.Read(der, out structure);
        if (error != CertificateFormatError.None)
        {
            error = der.IsEmpty ? CertificateFormatError.Empty : OtherFormats.FindInsteadOfDer(der.Span, error);
            return false;
        }

        certificate = new ClientCertificate(der, structure);
        return true;
    }

    /// <summary>Reads the end-entity certificate of a PEM text (RFC 7468); the others have to be well-formed, too.</summary>
    /// <remarks>For what is read see <see cref="TryParseAll"/>.</remarks>
    /// <param name="pem">The text.</param>
    /// <param name="certificate">The end-entity certificate, or null.</param>
    /// <param name="error">Why the certificate was not read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER of one certificate to read, in octets.</param>
    /// <returns>Whether the certificate was read. Never throws for bad input.</returns>
    public static bool TryParsePem(
        ReadOnlySpan<char> pem,
        [NotNullWhen(true)] out ClientCertificate? certificate,
        out CertificateFormatError error,
        int maximumLength = DefaultMaximumLength)
    {
        bool parsed = CertificateBundle.TryParsePem(pem, out IReadOnlyList<ClientCertificate>? certificates, out error, maximumLength);
        certificate = parsed ? certificates![0] : null;
        return parsed;
    }

    /// <summary>Reads the end-entity certificate of what a file holds: DER, PEM, or PKCS #7 in either form.</summary>
    /// <remarks>For what is read see <see cref="TryParseAll"/>.</remarks>
    /// <param name="contents">The file's contents.</param>
    /// <param name="certificate">The end-entity certificate, or null.</param>
    /// <param name="error">Why the certificate was not read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER of one certificate to read, in octets.</param>
    /// <returns>Whether the certificate was read. Never throws for bad input.</returns>
    /// <example>
    /// <code>
    /// byte[] contents = File.ReadAllBytes("client.crt");
    /// Console.WriteLine(ClientCertificate.TryParse(contents, out ClientCertificate? certificate, out CertificateFormatError error)
    ///     ? $"{certificate.Subject}, key {certificate.PublicKeyThumbprint}"
    ///     : $"client.crt is refused: {error}");
    /// </code>
    /// </example>
    public static bool TryParse(
        ReadOnlySpan<byte> contents,
        [NotNullWhen(true)] out ClientCertificate? certificate,
        out CertificateFormatError error,
        int maximumLength = DefaultMaximumLength)
    {
        bool parsed = CertificateBundle.TryParse(contents, out IReadOnlyList<ClientCertificate>? certificates, out error, maximumLength);
        certificate = parsed ? certificates![0] : null;
        return parsed;
    }

    /// <summary>Reads what a file holds: one certificate in DER, a PEM text, or a certs-only PKCS #7 bundle in DER or PEM.</summary>
    /// <remarks>
    /// <para>
    /// A PEM text in ASCII or whatever contains it, such as UTF-8, or in UTF-16: up to <see cref="MaximumChainCount"/> blocks labelled
    /// <c>CERTIFICATE</c> with any line ends, with spaces or tabs instead of them, or on one line without any separator; text before,
    /// between and after the blocks is passed over (RFC 7468 §2, §3). A block of another label refuses the text. A single <c>PKCS7</c>
    /// block is read as the bundle it is.
    /// </para>
    /// <para>Other files that are mistaken for certificates are refused with a reason that names them, where that is known.</para>
    /// </remarks>
    /// <param name="contents">The file's contents.</param>
    /// <param name="certificates">
    /// The certificates, the end-entity certificate first. In PEM it is the first one; in PKCS #7, where the order means nothing,
    /// the one that issued none of the others.
    /// </param>
    /// <param name="error">Why nothing was read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <param name="maximumLength">The longest DER of one certificate to read, in octets.</param>
    /// <returns>Whether all certificates were read; one malformed certificate refuses them all. Never throws for bad input.</returns>
    public static bool TryParseAll(
        ReadOnlySpan<byte> contents,
        [NotNullWhen(true)] out IReadOnlyList<ClientCertificate>? certificates,
        out CertificateFormatError error,
        int maximumLength = DefaultMaximumLength) =>
        CertificateBundle.TryParse(contents, out certificates, out error, maximumLength);

    /// <summary>Reads a certificate that the platform has loaded, from <see cref="X509Certificate2.RawDataMemory"/>.</summary>
    /// <remarks>The result does not keep <paramref name="certificate"/>, which may be disposed.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The platform accepts a certificate that this library refuses. Use <see cref="TryParseDerInPlace"/> for certificates that
    /// come from outside.
    /// </exception>
    public static ClientCertificate FromX509Certificate2(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return TryParseDerInPlace(certificate.RawDataMemory, out ClientCertificate? result, out CertificateFormatError error)
            ? result
            : throw new ArgumentException($"The certificate is refused: {error}.", nameof(certificate));
    }

    /// <summary>Reads the public key of a certificate that may have been refused for whatever else stands in it.</summary>
    /// <remarks>To name in a log what was refused, never to authenticate anybody.</remarks>
    /// <param name="der">The octets that were to be a certificate. What is kept of them is copied.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="maximumLength">The longest DER to read, in octets.</param>
    /// <returns>Whether there is a key that can be read. Never throws for bad input.</returns>
    public static bool TryReadPublicKey(
        ReadOnlySpan<byte> der, [NotNullWhen(true)] out SubjectPublicKey? key, int maximumLength = DefaultMaximumLength)
    {
        key = null;
        return der.Length <= maximumLength && CertificateReader.TryReadPublicKey(der, out key);
    }
}
