using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>Reads certificates in whatever form somebody has them: a file's, or a proxy's header.</summary>
internal sealed class CertificateInputReader(ToolEnvironment environment, ParseResult arguments, PasswordOption password)
{
    /// <summary>The longest input: 1 MiB.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>Reads a file, or the standard input for <c>-</c>.</summary>
    /// <exception cref="UnreadableException">There is no certificate in it that can be read; why, and at which octet.</exception>
    public async Task<CertificateInput> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] contents = await InputReader.ReadAsync(environment, path, MaximumLength, cancellationToken).ConfigureAwait(false);
        return await ParseAsync(path, contents, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what was in an input.</summary>
    /// <exception cref="UnreadableException">There is no certificate in it that can be read.</exception>
    public async Task<CertificateInput> ParseAsync(string path, byte[] contents, CancellationToken cancellationToken)
    {
        string source = path == InputReader.StandardInput ? "standard input" : path;
        if (ForwardedHeader.Find(contents) is { } header)
        {
            return header.Read(source);
        }

        PemText.RefuseTooManyBlocks(source, contents);
        byte[] withoutKeys = PemText.WithoutPrivateKeys(contents, out bool hasPrivateKey);
        if (ClientCertificate.TryParseAll(
            withoutKeys, out IReadOnlyList<ClientCertificate>? certificates, out CertificateFormatError error))
        {
            return new CertificateInput(source, FormOf(withoutKeys, certificates.Count), certificates, hasPrivateKey);
        }

        if (error == CertificateFormatError.Pkcs12 && contents is [0x30, ..])
        {
            return ReadPkcs12(source, contents, string.Empty)
                ?? ReadPkcs12(
                    source,
                    contents,
                    await password.FindAsync(environment, arguments, source, cancellationToken).ConfigureAwait(false))
                ?? throw new UnreadableException($"{source}: the password is wrong, or the PFX is broken");
        }

        throw new UnreadableException(hasPrivateKey && error is CertificateFormatError.NoCertificate or CertificateFormatError.Empty
            ? $"{source}: {FormatFault.Describe(CertificateFormatError.PrivateKeyPresent, [])}"
            : $"{source}: {FormatFault.Describe(error, withoutKeys)}");
    }

    private static string FormOf(byte[] contents, int count) =>
        contents is not [0x30, ..]
            ? Encoding.Latin1.GetString(contents).Contains("BEGIN PKCS7", StringComparison.Ordinal) ? "PKCS #7 in PEM" : "PEM"
            : count > 1 || !ClientCertificate.TryParseDer(contents, out _, out _) ? "PKCS #7" : "DER";

    // Private keys stay closed: the loader does not even decrypt them. The time that a password may cost is bounded by its limits.
    private static CertificateInput? ReadPkcs12(string source, byte[] contents, string secret)
    {
        X509Certificate2Collection loaded;
        try
        {
            loaded = X509CertificateLoader.LoadPkcs12Collection(
                contents, secret, X509KeyStorageFlags.EphemeralKeySet, new Pkcs12LoaderLimits { IgnorePrivateKeys = true });
        }
        catch (CryptographicException)
        {
            return null;
        }

        try
        {
            List<ClientCertificate> certificates = [];
            foreach (X509Certificate2 item in loaded)
            {
                ReadOnlyMemory<byte> der = item.RawDataMemory;
                if (!ClientCertificate.TryParseDer(der.Span, out ClientCertificate? certificate, out CertificateFormatError error))
                {
                    throw new UnreadableException($"{source}: {FormatFault.Describe(error, der.Span)}");
                }

                certificates.Add(certificate);
            }

            return certificates.Count > 0
                ? new CertificateInput(source, "PFX", [.. certificates.OrderBy(item => Issues(item, certificates))], HasPrivateKey: true)
                : throw new UnreadableException($"{source}: the PFX has no certificate");
        }
        finally
        {
            foreach (X509Certificate2 item in loaded)
            {
                item.Dispose();
            }
        }
    }

    // The order in a PFX means nothing: the client's own issued none of the others.
    private static bool Issues(ClientCertificate certificate, List<ClientCertificate> others) =>
        certificate.IsCertificateAuthority
        || others.Exists(other => other != certificate && certificate.Subject is { } subject && subject.Equals(other.Issuer));
}
