using System.Net;
using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>The HTTP client by which key sets are fetched, and nothing else is.</summary>
internal static class JwksUriHttpClient
{
    /// <summary>Its name in the <see cref="IHttpClientFactory"/>.</summary>
    public const string Name = "MtlsAuth.JwksUri";

    /// <summary>Registers it.</summary>
    /// <param name="services">The services, with the options of this package.</param>
    /// <param name="resolvePath">Makes an absolute path of one in the settings; null to take it as it is.</param>
    /// <param name="network">The network; null for the real one.</param>
    public static IHttpClientBuilder AddJwksUriHttpClient(
        this IServiceCollection services,
        Func<IServiceProvider, string, string>? resolvePath = null,
        JwksUriNetwork? network = null) => services.AddHttpClient(Name)
            .ConfigureHttpClient(static client =>
            {
                // What an application sets for all its clients, such as credentials, is not for the servers of others.
                client.DefaultRequestHeaders.Clear();

                // One request on a connection: whoever cancels it closes the connection, and the other side has less to play with.
                client.DefaultRequestVersion = HttpVersion.Version11;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;

                // A fetch has time limits of its own, by the application's clock.
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                JwksUriOptions options = provider.GetRequiredService<IOptions<JwksUriOptions>>().Value;
                ServerAuthorities? authorities = options.Authorities is { } path
                    ? ServerAuthorities.Load(resolvePath?.Invoke(provider, path) ?? path)
                    : null;
                return CreateHandler(options, authorities, network ?? new JwksUriNetwork());
            })

            // Such as one that repeats requests, or another that looks names up elsewhere.
            .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())

            // Connections end by themselves, so that the handler need not.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // They would write whole URLs.
            .RemoveAllLoggers();

    private static SocketsHttpHandler CreateHandler(JwksUriOptions options, ServerAuthorities? authorities, JwksUriNetwork network) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        UseProxy = options.Proxy is not null,
        Proxy = options.Proxy is null ? null : new WebProxy(options.Proxy),
        ActivityHeadersPropagator = null,
        ConnectCallback = new GuardedConnector(new AddressGuard(options), options.Proxy, network).ConnectAsync,
        ConnectTimeout = options.ConnectTimeout,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = ServerAuthorities.CreatePolicy(),
            RemoteCertificateValidationCallback = authorities is null
                ? null
                : (_, certificate, chain, errors) => authorities.Accept(certificate, chain, errors),
        },

        // In KiB.
        MaxResponseHeadersLength = 16,

        // What is not wanted is not read either: the connection is closed instead.
        MaxResponseDrainSize = 0,

        // Body and its length are counted before they are decompressed, and after.
        AutomaticDecompression = DecompressionMethods.None,

        // Names are looked up again when connections are made.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = 8,
    };
}
