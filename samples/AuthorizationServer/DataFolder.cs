using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthorizationServer;

/// <summary>The folder with what the server makes when it first starts, and finds again when it starts next.</summary>
internal sealed class DataFolder
{
    private readonly string _path;

    private DataFolder(string path)
    {
        _path = path;
        using FileStream turn = WaitForTurn();
        ServerCertificate = LoadOrMakeServerCertificate();
        MakeClientAuthority();
    }

    /// <summary>The certificate of the server's TLS endpoint, for localhost; <c>server.crt</c> is for clients to trust.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>The authority whose certificates identify <c>tls_client_auth</c> clients; its key is beside it.</summary>
    public string ClientAuthorityFile => PathOf("client-ca.crt");

    /// <summary>The registered clients.</summary>
    public string ClientsFile => PathOf("clients.json");

    public static DataFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        return new DataFolder(Path.GetFullPath(path));
    }

    /// <summary>The key that signs access tokens, of a server that has no database.</summary>
    public ECDsa LoadOrMakeSigningKey() => LoadOrMakeKey("signing.key");

    /// <summary>Makes the file with clients, of a server that has no database.</summary>
    public void MakeClientsFile()
    {
        if (!File.Exists(ClientsFile))
        {
            File.WriteAllText(ClientsFile, "[]\n");
        }
    }

    /// <summary>Makes the file of the SQLite database, which nobody else may read, and gives its path.</summary>
    public string MakeDatabaseFile()
    {
        string file = PathOf("server.db");
        using FileStream opened = new(file, OnlyForMe(FileMode.OpenOrCreate));
        return file;
    }

    private static FileStreamOptions OnlyForMe(FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    // Instances that share the folder may start at once: one makes what is missing, the others wait.
    private FileStream WaitForTurn()
    {
        while (true)
        {
            try
            {
                return new FileStream(PathOf("folder.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(PathOf("folder.lock")))
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private X509Certificate2 LoadOrMakeServerCertificate()
    {
        using ECDsa key = LoadOrMakeKey("server.key");
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        MakeCertificate("server.crt", "CN=localhost", key, names.Build());
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(PathOf("server.crt"));
        return certificate.CopyWithPrivateKey(key);
    }

    private void MakeClientAuthority()
    {
        using ECDsa key = LoadOrMakeKey("client-ca.key");
        MakeCertificate(
            "client-ca.crt", "CN=MtlsAuth sample client CA", key, new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
    }

    private void MakeCertificate(string name, string subject, ECDsa key, X509Extension extension)
    {
        if (File.Exists(PathOf(name)))
        {
            return;
        }

        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(extension);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        File.WriteAllText(PathOf(name), made.ExportCertificatePem() + "\n");
    }

    private ECDsa LoadOrMakeKey(string name)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(PathOf(name)))
        {
            key.ImportFromPem(File.ReadAllText(PathOf(name)));
        }
        else
        {
            using StreamWriter file = new(PathOf(name), OnlyForMe(FileMode.CreateNew));
            file.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        return key;
    }

    private string PathOf(string name) => Path.Combine(_path, name);
}
