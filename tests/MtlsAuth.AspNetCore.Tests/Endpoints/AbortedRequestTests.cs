using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A client that goes away before its request is decided on is no error of the server's.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AbortedRequestTests
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Connection_that_is_reset_in_the_middle_of_a_body_is_no_error([Values] bool hasFurtherMethods)
    {
        await using TestServer server = await StartAsync(services => services.AddMtlsAuth().AddInMemoryClients(), hasFurtherMethods);
        using (TcpClient tcp = new("localhost", server.Port))
        {
            await using SslStream tls = new(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            });
            await tls.WriteAsync("POST /token HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray());
            await tls.WriteAsync(Encoding.ASCII.GetBytes(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nclient_id=client"));
            await _started.Task;

            // Lingering for no time sends RST.
            tcp.Client.LingerState = new LingerOption(enable: true, seconds: 0);
            tcp.Client.Close();
        }

        await _ended.Task;
        ShouldBeNoError(server);
    }

    [Test]
    public async Task Stream_that_is_reset_in_the_middle_of_a_body_is_no_error([Values] bool hasFurtherMethods)
    {
        await using TestServer server = await StartAsync(services => services.AddMtlsAuth().AddInMemoryClients(), hasFurtherMethods);
        using HttpClient http = server.CreateClient();
        using CancellationTokenSource source = new();

        Task<HttpResponseMessage> sent = http.SendAsync(Request(new EndlessContent(), HttpVersion.Version20), source.Token);
        await _started.Task;
        await source.CancelAsync();

        await FluentActions.Awaiting(() => sent).Should().ThrowAsync<OperationCanceledException>();
        await _ended.Task;
        ShouldBeNoError(server);
    }

    [Test]
    public async Task Client_that_goes_away_while_the_store_is_asked_is_no_error([Values] bool hasFurtherMethods)
    {
        await using TestServer server = await StartAsync(
            services => services.AddMtlsAuth().AddClientMetadataStore<PatientStore>().Services.AddSingleton(_started),
            hasFurtherMethods);
        using HttpClient http = server.CreateClient();
        using CancellationTokenSource source = new();
        using StringContent form = new("client_id=client", null, "application/x-www-form-urlencoded");

        Task<HttpResponseMessage> sent = http.SendAsync(Request(form, HttpVersion.Version11), source.Token);
        await _started.Task;
        await source.CancelAsync();

        await FluentActions.Awaiting(() => sent).Should().ThrowAsync<OperationCanceledException>();
        await _ended.Task;
        ShouldBeNoError(server);
    }

    private static HttpRequestMessage Request(HttpContent content, Version version) => new(HttpMethod.Post, "/token")
    {
        Content = content,
        Version = version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static void ShouldBeNoError(TestServer server)
    {
        server.Logs.Select(record => $"{record.Id.Id} {record.Level} {record.Message}").Should().Equal(
            "16 Debug Client (none) went away before it was authenticated");
        server.AllLogs.Should().NotContain(record => record.Level >= LogLevel.Warning);
    }

    private Task<TestServer> StartAsync(Action<IServiceCollection> configureServices, bool hasFurtherMethods) => TestServer.StartAsync(
        configureServices,
        app =>
        {
            app.Use(async (context, next) =>
            {
                try
                {
                    if (context.RequestServices.GetRequiredService<IClientMetadataStore>() is not PatientStore)
                    {
                        _started.TrySetResult();
                    }

                    await next(context);
                }
                finally
                {
                    _ended.TrySetResult();
                }
            });
            if (hasFurtherMethods)
            {
                app.MapPost("/token", static async (HttpContext context) =>
                    (await context.AuthenticateMtlsClientAsync()).GetType().Name);
            }
            else
            {
                TestServer.MapToken(app);
            }
        });

    /// <summary>Answers when nobody wants to know any more.</summary>
    private sealed class PatientStore(TaskCompletionSource asked) : IClientMetadataStore
    {
        public async ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default)
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }

    /// <summary>Begins, and is never complete.</summary>
    private sealed class EndlessContent : HttpContent
    {
        public EndlessContent() => Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("client_id=client"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
