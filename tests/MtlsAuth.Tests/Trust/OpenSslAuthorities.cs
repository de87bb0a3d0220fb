using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Trust;

/// <summary>Makes keys and certificates as operators do, with <c>openssl</c>. Skips the test where that is missing.</summary>
internal sealed class OpenSslAuthorities : IDisposable
{
    public const string Authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign";

    private const string P256 = "EC -pkeyopt ec_paramgen_curve:P-256";

    private readonly string _folder = Directory.CreateTempSubdirectory("mtlsauth-").FullName;
    private int _serialNumber;

    /// <summary>Makes a certificate.</summary>
    /// <param name="name">The common name; a key of that name is made unless there is one.</param>
    /// <param name="issuer">The name of the authority that signs it; null to be self-signed.</param>
    /// <param name="extensions">Lines of an extensions file; null for a certificate of version 1.</param>
    /// <param name="days">How long it is valid, from now.</param>
    /// <param name="keyOf">Whose key it has, if not its own.</param>
    /// <param name="file">The file's name, where there are several certificates of that name.</param>
    /// <param name="key">The key's algorithm, as <c>openssl genpkey</c> takes it.</param>
    public ClientCertificate Create(
        string name,
        string? issuer,
        string? extensions,
        int days = 30,
        string? keyOf = null,
        string? file = null,
        string key = P256)
    {
        file ??= name;
        Make(name, issuer, extensions, days, keyOf, file, key);
        return ClientCertificate.TryParsePem(Pem(file), out ClientCertificate? certificate, out CertificateFormatError error)
            ? certificate
            : throw new InvalidOperationException(error.ToString());
    }

    /// <summary>Makes a self-signed authority with a key that this library may not read.</summary>
    public string CreatePem(string name, string key)
    {
        Make(name, null, Authority, days: 30, keyOf: null, file: name, key);
        return Pem(name);
    }

    /// <summary>A file's PEM.</summary>
    public string Pem(string file) => File.ReadAllText(Path.Combine(_folder, $"{file}.pem"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Make(string name, string? issuer, string? extensions, int days, string? keyOf, string file, string key)
    {
        string keyFile = $"{keyOf ?? name}.key";
        if (!File.Exists(Path.Combine(_folder, keyFile)))
        {
            Run($"genpkey -algorithm {key} -out {keyFile}");
        }

        Run($"req -new -key {keyFile} -subj /CN={name} -out {file}.csr");
        string extensionsArgument = "";
        if (extensions is not null)
        {
            File.WriteAllText(Path.Combine(_folder, $"{file}.ext"), extensions);
            extensionsArgument = $"-extfile {file}.ext";
        }

        string signer = issuer is null ? $"-signkey {keyFile}" : $"-CA {issuer}.pem -CAkey {FindKey(issuer)}";
        string serialNumber = (++_serialNumber).ToString(CultureInfo.InvariantCulture);
        Run($"x509 -req -in {file}.csr {signer} {extensionsArgument} -set_serial {serialNumber} -days {days} -out {file}.pem");
        File.WriteAllText(Path.Combine(_folder, $"{file}.owner"), keyFile);
    }

    private string FindKey(string issuer) => File.ReadAllText(Path.Combine(_folder, $"{issuer}.owner"));

    private void Run(string arguments)
    {
        ProcessStartInfo start = new("openssl", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            output.Wait();
            process.ExitCode.Should().Be(0, errors);
        }
        catch (Win32Exception)
        {
            Assert.Ignore("openssl is missing: apt-get install openssl");
        }
    }
}
