using System.CommandLine;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>Reads public keys from certificates, keys, JWKs, and servers. Of private keys only the public part comes out.</summary>
internal sealed partial class KeySourceReader(ToolEnvironment environment, ParseResult arguments, PasswordOption password)
{
    private readonly CertificateInputReader _certificates = new(environment, arguments, password);

    /// <summary>Reads a file, the standard input for <c>-</c>, or the certificate of a server for <c>host:port</c>.</summary>
    /// <exception cref="UnreadableException">There is no key in it that can be read.</exception>
    public async Task<KeySource> ReadAsync(string source, CancellationToken cancellationToken)
    {
        if (HostAndPort().Match(source) is { Success: true } match && !File.Exists(source))
        {
            ClientCertificate certificate = await ServerCertificate.FetchAsync(
                environment, match.Groups["host"].Value, match.Groups["port"].Value, cancellationToken).ConfigureAwait(false);
            return new KeySource(certificate.PublicKey, certificate);
        }

        byte[] contents = await InputReader.ReadAsync(
            environment, source, CertificateInputReader.MaximumLength, cancellationToken).ConfigureAwait(false);
        PemText.RefuseTooManyBlocks(source, contents);
        return ReadPublicKey(source, contents)
            ?? await ReadPrivateKeyAsync(source, contents, cancellationToken).ConfigureAwait(false)
            ?? OfCertificate((await _certificates.ParseAsync(source, contents, cancellationToken).ConfigureAwait(false)).Certificates[0]);
    }

    private static KeySource OfCertificate(ClientCertificate certificate) => new(certificate.PublicKey, certificate);

    private static KeySource? ReadPublicKey(string source, byte[] contents)
    {
        if (contents.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
        {
            return JwkInput.Read(source, contents);
        }

        if (PemText.Find(contents, "CERTIFICATE") is null && PemText.Find(contents, "PUBLIC KEY", "RSA PUBLIC KEY") is { } found)
        {
            return Import(source, found.Block, secret: null);
        }

        return SubjectPublicKey.TryReadSubjectPublicKeyInfo(contents, out SubjectPublicKey? key) ? new KeySource(key, null) : null;
    }

    private static KeySource Import(string source, string pem, string? secret)
    {
        // Structural first: it knows kinds of keys that the platform does not.
        PemFields fields = PemEncoding.Find(pem);
        if (pem.AsSpan()[fields.Label] is "PUBLIC KEY")
        {
            return SubjectPublicKey.TryReadSubjectPublicKeyInfo(
                Convert.FromBase64String(pem.AsSpan()[fields.Base64Data].ToString()), out SubjectPublicKey? key)
                ? new KeySource(key, null)
                : throw new UnreadableException($"{source}: the public key is none that is known, or malformed");
        }

        return ReadByPlatform(() => RSA.Create(), pem, secret)
            ?? ReadByPlatform(() => ECDsa.Create(), pem, secret)
            ?? throw new UnreadableException(
                $"{source}: the private key is encrypted with another password, broken, or of a kind that .NET does not read here; "
                + "take the public key out of it with: openssl pkey -in KEY -pubout");
    }

    private static KeySource? ReadByPlatform(Func<AsymmetricAlgorithm> create, string pem, string? secret)
    {
        using AsymmetricAlgorithm algorithm = create();
        try
        {
            if (secret is null)
            {
                algorithm.ImportFromPem(pem);
            }
            else
            {
                algorithm.ImportFromEncryptedPem(pem, secret);
            }

            return SubjectPublicKey.TryReadSubjectPublicKeyInfo(algorithm.ExportSubjectPublicKeyInfo(), out SubjectPublicKey? key)
                ? new KeySource(key, null)
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<KeySource?> ReadPrivateKeyAsync(string source, byte[] contents, CancellationToken cancellationToken)
    {
        if (PemText.Find(contents, "CERTIFICATE", "X509 CERTIFICATE") is not null
            || PemText.Find(contents, "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY") is not { } found)
        {
            return null;
        }

        string? secret = found.Label == "ENCRYPTED PRIVATE KEY"
            ? await password.FindAsync(environment, arguments, source, cancellationToken).ConfigureAwait(false)
            : null;
        return Import(source, found.Block, secret);
    }

    [GeneratedRegex(@"\A(?<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9.-]+):(?<port>[0-9]{1,5})\z")]
    private static partial Regex HostAndPort();
}
