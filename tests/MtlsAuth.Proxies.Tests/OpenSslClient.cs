using System.Diagnostics;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A client made of <c>openssl s_client</c>, for what .NET cannot do: Ed25519, and taking sessions to other connections.</summary>
internal static class OpenSslClient
{
    /// <summary>Where the program is, or null if it is not installed.</summary>
    public static string? FindProgram() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, "openssl"))
        .FirstOrDefault(File.Exists);

    /// <summary>Asks for a token of <paramref name="claimed"/>, with the certificate of <paramref name="shown"/> if there is one.</summary>
    public static async Task<OpenSslExchange> RunAsync(
        string folder, int port, TestClient? shown, TestClient claimed, params IEnumerable<string> arguments)
    {
        if (FindProgram() is not { } program)
        {
            Assert.Ignore("openssl is not installed: apt-get install openssl");
            throw new UnreachableException();
        }

        List<string> all = ["s_client", "-connect", $"127.0.0.1:{port}", "-servername", "localhost", "-ign_eof", .. arguments];
        if (shown is not null)
        {
            string certificate = Path.Combine(folder, $"{shown.Id}.crt");
            string key = Path.Combine(folder, $"{shown.Id}.key");
            await File.WriteAllTextAsync(certificate, shown.Certificate.ExportCertificatePem() + "\n");
            await File.WriteAllTextAsync(key, shown.KeyPem);
            all.AddRange(["-cert", certificate, "-key", key]);
        }

        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        using Process openssl = Process.Start(new ProcessStartInfo(program, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            Task<string> output = openssl.StandardOutput.ReadToEndAsync(deadline.Token);
            Task<string> errors = openssl.StandardError.ReadToEndAsync(deadline.Token);
            string body = $"grant_type=client_credentials&client_id={claimed.Id}";
            await openssl.StandardInput.WriteAsync(
                $"POST /token HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            openssl.StandardInput.Close();
            await openssl.WaitForExitAsync(deadline.Token);
            return new OpenSslExchange(await output + await errors);
        }
        finally
        {
            if (!openssl.HasExited)
            {
                openssl.Kill();
            }
        }
    }
}
