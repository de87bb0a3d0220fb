using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore;
using MtlsAuth.Testing;

namespace MtlsAuth.Benchmarks;

/// <summary>A token endpoint that reads its form, and one connection to it.</summary>
internal sealed class EndpointUnderTest : IAsyncDisposable
{
    private const string Body = "grant_type=client_credentials&client_id=payments&scope=payments";

    private readonly WebApplication _app;
    private readonly SslStream _connection;
    private readonly byte[] _request;
    private readonly byte[] _response = new byte[4096];
    private readonly List<(double Bytes, double Microseconds)> _rounds = [];

    private EndpointUnderTest(string name, WebApplication app, SslStream connection, byte[] request)
    {
        Name = name;
        _app = app;
        _connection = connection;
        _request = request;
    }

    public string Name { get; }

    public double MedianBytes => Median(_rounds.Select(round => round.Bytes));

    public double MedianMicroseconds => Median(_rounds.Select(round => round.Microseconds));

    public static async Task<EndpointUnderTest> StartAsync(
        string name,
        Action<IServiceCollection>? configureServices,
        X509Certificate2? certificate,
        Action<IEndpointConventionBuilder>? guard = null,
        string header = "")
    {
        X509Certificate2 serverCertificate = new TestCertificate { Subject = "CN=localhost" }.Create();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        configureServices?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseHttps((HttpsConnectionAdapterOptions https) =>
            {
                https.ServerCertificate = serverCertificate;
                https.RequestClientCertificates();
            })));
        WebApplication app = builder.Build();
        IEndpointConventionBuilder endpoint = app.MapPost("/token", static async context =>
        {
            IFormCollection form = await context.Request.ReadFormAsync();
            await context.Response.WriteAsync(form["grant_type"].ToString());
        });
        guard?.Invoke(endpoint);
        await app.StartAsync();

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        SslStream connection = new(new NetworkStream(socket, ownsSocket: true));
        await connection.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = certificate is null ? [] : [certificate],
            RemoteCertificateValidationCallback = (_, presented, _, _) => serverCertificate.Equals(presented),
        });

        string request = $"POST /token HTTP/1.1\r\nHost: localhost\r\n{header}"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
        return new EndpointUnderTest(name, app, connection, Encoding.ASCII.GetBytes(request));
    }

    public void MeasureRound(int requests) => _rounds.Add(Measure(requests));

    /// <summary>How much more a request takes, as the median of what each round says, in which both were disturbed alike.</summary>
    public double MedianMicrosecondsMoreThan(EndpointUnderTest other) =>
        Median(_rounds.Zip(other._rounds, (ours, theirs) => ours.Microseconds - theirs.Microseconds));

    /// <summary>What a request costs the process, the client's part included.</summary>
    public (double Bytes, double Microseconds) Measure(int requests)
    {
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < requests; i++)
        {
            Ask();
        }

        return (
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)requests,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / requests);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private void Ask()
    {
        _connection.Write(_request);
        int length = 0;
        do
        {
            length += _connection.Read(_response.AsSpan(length));
        }
        while (!_response.AsSpan(0, length).EndsWith("0\r\n\r\n"u8));

        if (!_response.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Name + ": " + Encoding.ASCII.GetString(_response, 0, length));
        }
    }
}
