using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>A fetcher in a network of its own: every name leads to a public address, and behind that stands the loopback.</summary>
internal sealed class TestFetcher : IDisposable
{
    public static readonly IPAddress PublicAddress = IPAddress.Parse("93.184.215.14");

    private static readonly JwksUriNetwork RealNetwork = new();

    private readonly ConcurrentQueue<IPEndPoint> _connectedTo = new();
    private readonly string _authorities = Path.GetTempFileName();
    private readonly JwksUriFetcher _fetcher;
    private readonly ServiceProvider _services;

    public TestFetcher(
        Action<JwksUriOptions>? configure = null,
        Action<IServiceCollection>? configureServices = null,
        bool withAuthorities = true)
    {
        File.WriteAllText(_authorities, ServerCertificates.Root.ExportCertificatePem());
        ServiceCollection services = new();
        services.Configure<JwksUriOptions>(options =>
        {
            options.Authorities = withAuthorities ? _authorities : null;
            configure?.Invoke(options);
        });
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<JwksUriFetcher>();
        configureServices?.Invoke(services);
        services.AddJwksUriHttpClient(network: new JwksUriNetwork
        {
            ResolveAsync = (host, cancellationToken) => Resolve(host, cancellationToken),
            ConnectAsync = (endPoint, cancellationToken) =>
            {
                _connectedTo.Enqueue(endPoint);
                IPEndPoint actual = IPAddress.IsLoopback(endPoint.Address) ? endPoint : new IPEndPoint(IPAddress.Loopback, endPoint.Port);
                return RealNetwork.ConnectAsync(actual, cancellationToken);
            },
        });
        _services = services.BuildServiceProvider();
        _fetcher = _services.GetRequiredService<JwksUriFetcher>();
    }

    /// <summary>Says to which addresses a name leads.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } =
        static (_, _) => Task.FromResult<IPAddress[]>([PublicAddress]);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public JwksUriOptions Options => _services.GetRequiredService<IOptions<JwksUriOptions>>().Value;

    /// <summary>The addresses that were connected to, in order.</summary>
    public IReadOnlyList<IPEndPoint> ConnectedTo => [.. _connectedTo];

    public Task<FetchResult> FetchAsync(HostileServer server, Validators validators = default) =>
        FetchAsync($"https://{ServerCertificates.Host}:{server.Port}/jwks?secret=of-the-client", validators);

    public Task<FetchResult> FetchAsync(string jwksUri, Validators validators = default) =>
        _fetcher.FetchAsync(jwksUri, validators).WaitAsync(TimeSpan.FromSeconds(60));

    public T GetService<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose()
    {
        _services.Dispose();
        File.Delete(_authorities);
    }
}
