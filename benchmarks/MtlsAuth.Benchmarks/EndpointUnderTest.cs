using System.Buffers.Text;
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

/// <summary>A token endpoint, and one connection to it.</summary>
internal sealed class EndpointUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SslStream _connection;
    private readonly byte[] _request;
    private readonly byte[] _response = new byte[8192];
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

    /// <summary>An endpoint that does nothing but read its form, and what guards it.</summary>
    public static Task<EndpointUnderTest> StartAsync(
        string name,
        Action<IServiceCollection>? configureServices,
        X509Certificate2? certificate,
        Action<IEndpointConventionBuilder>? guard = null,
        string header = "") => StartAsync(
            name,
            services => configureServices?.Invoke(services.AddRouting()),
            app =>
            {
                IEndpointConventionBuilder endpoint = app.MapPost("/token", static async context =>
                {
                    IFormCollection form = await context.Request.ReadFormAsync();
                    await context.Response.WriteAsync(form["grant_type"].ToString());
                });
                guard?.Invoke(endpoint);
                return Task.CompletedTask;
            },
            certificate,
            "grant_type=client_credentials&client_id=payments&scope=payments",
            header);

    /// <summary>The token endpoint of a server, and a client that posts a form to it.</summary>
    public static async Task<EndpointUnderTest> StartAsync(
        string name,
        Action<IServiceCollection> configureServices,
        Func<WebApplication, Task> configureApplication,
        X509Certificate2? certificate,
        string form,
        string header = "")
    {
        X509Certificate2 serverCertificate = TestCertificates.Ec().WithSubject("CN=localhost").Create().ToX509Certificate2();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        configureServices(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseHttps((HttpsConnectionAdapterOptions https) =>
            {
                https.ServerCertificate = serverCertificate;
                https.RequestClientCertificates();
            })));
        WebApplication app = builder.Build();
        await configureApplication(app);
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
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}";
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
        while (!IsWhole(_response.AsSpan(0, length)));

        if (!_response.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Name + ": " + Encoding.ASCII.GetString(_response, 0, length));
        }
    }

    // Chunked, or of a length that it tells.
    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        int body = response.IndexOf("\r\n\r\n"u8) + 4;
        if (body < 4)
        {
            return false;
        }

        int length = response[..body].IndexOf("Content-Length: "u8);
        return length < 0
            ? response.EndsWith("0\r\n\r\n"u8)
            : Utf8Parser.TryParse(response[(length + 16)..], out int expected, out _) && response.Length - body == expected;
    }
}
