using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Probing;

/// <summary>A client's certificate with its private key and the chain that it sends, as files have them.</summary>
internal sealed class ClientIdentity : IDisposable
{
    private readonly X509Certificate2 _certificate;

    private ClientIdentity(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        _certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>What a connection sends.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads PEM files: the certificate first and its chain behind it, and the key.</summary>
    /// <param name="certificates">The certificates' file.</param>
    /// <param name="key">The key's file.</param>
    /// <param name="name">What the key's file is called in complaints.</param>
    /// <param name="findPassword">Finds the password of a key that is encrypted.</param>
    /// <exception cref="UnreadableException">The key cannot be read, or is not the certificate's.</exception>
    public static async Task<ClientIdentity> ReadAsync(byte[] certificates, byte[] key, string name, Func<Task<string>> findPassword)
    {
        // Latin-1 keeps every octet, whatever is written around the PEM.
        string pem = Encoding.Latin1.GetString(certificates);
        string keyPem = Encoding.Latin1.GetString(key);
        string? password = keyPem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            ? await findPassword().ConfigureAwait(false)
            : null;
        try
        {
            X509Certificate2 certificate = password is null
                ? X509Certificate2.CreateFromPem(pem, keyPem)
                : X509Certificate2.CreateFromEncryptedPem(pem, keyPem, password);
            X509Certificate2Collection all = [];
            all.ImportFromPem(pem);
            using X509Certificate2 first = all[0];
            all.RemoveAt(0);
            return new ClientIdentity(MakeUsable(certificate), all);
        }
        catch (ArgumentException)
        {
            throw new UnreadableException($"{name}: the key is not the certificate's");
        }
        catch (CryptographicException)
        {
            throw new UnreadableException($"{name}: there is no private key in PEM that can be read, or it is not the certificate's");
        }
    }

    /// <summary>The certificate as the library reads it.</summary>
    public ClientCertificate ToClientCertificate() => ClientCertificate.FromX509Certificate2(_certificate);

    public void Dispose() => _certificate.Dispose();

    // The TLS of Windows takes no key that is in no store.
    private static X509Certificate2 MakeUsable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
