using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>Asks running servers for tokens as fast as they give them, over connections that are kept alive, and counts them.</summary>
internal static class TokenLoad
{
    private const int Connections = 16;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <param name="arguments">
    /// The client's id, its certificate and key in PEM, the server's certificate, and the addresses of one or more token endpoints among
    /// which the connections are shared.
    /// </param>
    public static async Task PrintAsync(string[] arguments)
    {
        if (arguments is not [string clientId, string certificate, string key, string server, _, ..])
        {
            Console.Error.WriteLine("tokens CLIENT_ID CERTIFICATE KEY SERVER_CERTIFICATE TOKEN_ENDPOINT...");
            return;
        }

        using X509Certificate2 own = X509Certificate2.CreateFromPemFile(certificate, key);
        using X509Certificate2 trusted = X509CertificateLoader.LoadCertificateFromFile(server);
        await RunAsync(arguments[4..], clientId, own, trusted, WarmUp);
        Dictionary<int, TimeSpan> before = ServerTimes();
        long count = await RunAsync(arguments[4..], clientId, own, trusted, Duration);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count / Duration.TotalSeconds:F0} tokens a second from {arguments.Length - 4} endpoints"));
        foreach ((int id, TimeSpan time) in ServerTimes())
        {
            if (before.TryGetValue(id, out TimeSpan earlier) && time - earlier > TimeSpan.FromMilliseconds(100))
            {
                using Process process = Process.GetProcessById(id);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {process.ProcessName} {id}: {(time - earlier).TotalMicroseconds / count:F0} µs of processor time for each token"));
            }
        }
    }

    private static async Task<long> RunAsync(
        string[] endpoints, string clientId, X509Certificate2 own, X509Certificate2 trusted, TimeSpan duration)
    {
        using CancellationTokenSource end = new(duration);
        long[] counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(
            index => AskAsync(new Uri(endpoints[index % endpoints.Length]), clientId, own, trusted, end.Token)));
        return counts.Sum();
    }

    private static async Task<long> AskAsync(
        Uri endpoint, string clientId, X509Certificate2 own, X509Certificate2 trusted, CancellationToken end)
    {
        using SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 1 };
        handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(own, [], offline: true);
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { trusted },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        using HttpClient client = new(handler);
        long count = 0;
        while (!end.IsCancellationRequested)
        {
            using FormUrlEncodedContent form = new(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = clientId,
            });
            using HttpResponseMessage response = await client.PostAsync(endpoint, form, CancellationToken.None);
            response.EnsureSuccessStatusCode();
            count++;
        }

        return count;
    }

    // Of all processes: those that did something meanwhile are the servers, their database and this one.
    private static Dictionary<int, TimeSpan> ServerTimes()
    {
        Dictionary<int, TimeSpan> times = [];
        foreach (Process process in Process.GetProcesses())
        {
            using (process)
            {
                times[process.Id] = process.TotalProcessorTime;
            }
        }

        return times;
    }
}
