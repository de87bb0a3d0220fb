using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpenIddictServer;

/// <summary>The certificate of the server's TLS endpoint, for localhost, made when the server first starts.</summary>
internal static class ServerCertificate
{
    private const string Name = "server.crt";
    private const string KeyName = "server.key";

    public static X509Certificate2 LoadOrMake(string folder)
    {
        string path = Path.Combine(folder, Name);
        string keyPath = Path.Combine(folder, KeyName);
        if (!File.Exists(path))
        {
            Make(path, keyPath);
        }

        return X509Certificate2.CreateFromPemFile(path, keyPath);
    }

    private static void Make(string path, string keyPath)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(1));

        // The key first: the certificate is what the next start looks for.
        using (StreamWriter writer = OpenForOwner(keyPath))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n");
    }

    private static StreamWriter OpenForOwner(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new StreamWriter(path, options);
    }
}
