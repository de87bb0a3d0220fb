using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class ClientCredentialsFormTests
{
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly TestClient _client = new();
    private TestServer _server = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync(_client.Metadata);
        _http = _server.CreateClient(_client.Certificate);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [TestCase("client_id=client")]
    [TestCase("client_id=clie%6Et")]
    [TestCase("&&client_id=client&&")]
    [TestCase("client_id=client&client_secret=&client_assertion=", Description = "RFC 6749 §3.2: without a value is omitted")]
    [TestCase("client_id=client&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    [TestCase("client_id=client&resource=https://a&resource=https://b", Description = "RFC 8707 §2 repeats a parameter")]
    [TestCase("client_id=client&scope=%zz%")]
    [TestCase("client_id=client&scope=%ff", Description = "Becomes U+FFFD")]
    public async Task Read_accepts(string body) => (await SendAsync(body)).Should().Be("client");

    [TestCase(FormType + "; charset=utf-8")]
    [TestCase(FormType + ";charset=UTF-8")]
    [TestCase(FormType + " ; charset=\"utf-8\"")]
    [TestCase(FormType + "; charset=nonsense")]
    [TestCase("Application/X-WWW-Form-Urlencoded")]
    public async Task Read_accepts_content_type(string contentType) =>
        (await SendAsync("client_id=client", contentType)).Should().Be("client");

    [TestCase("")]
    [TestCase("grant_type=client_credentials")]
    [TestCase("client_id=")]
    [TestCase("client_id")]
    [TestCase("=client")]
    [TestCase("{\"client_id\":\"client\"}")]
    public async Task Read_finds_no_client_id(string body) => (await SendAsync(body)).Should().Be("401 invalid_client MissingClientId");

    [TestCase("client_id=client&client_id=client")]
    [TestCase("client_id=client&client_id=")]
    [TestCase("client_id=client&CLIENT_ID=other")]
    [TestCase("client_id=client&client_secret=a&client_secret=a")]
    [TestCase("client_id=client&client_assertion=a&client_assertion=b")]
    [TestCase("client_id=client&client_assertion_type=a&client_assertion_type=b")]
    [TestCase("client_id=client%00")]
    public async Task Read_refuses_malformed(string body) => (await SendAsync(body)).Should().Be("400 invalid_request MalformedRequest");

    [TestCase(null)]
    [TestCase("")]
    [TestCase("application/json")]
    [TestCase("text/plain")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("multipart/form-data")]
    [TestCase("application/x-www-form-urlencoded-not")]
    [TestCase("application/x-www-form-urlencoded, application/x-www-form-urlencoded")]
    [TestCase("application/x-www-form-urlencoded; =x")]
    [TestCase("application/x-www-form-urlencoded;;;\"")]
    public async Task Read_refuses_content_type(string? contentType) =>
        (await SendAsync("client_id=client", contentType)).Should().Be("400 invalid_request MalformedRequest");

    [TestCase("utf-7")]
    [TestCase("utf-16")]
    [TestCase("utf-32")]
    [TestCase("us-ascii")]
    [TestCase("iso-8859-1")]
    public async Task Read_takes_UTF8_for_charset(string charset) =>
        (await SendAsync("client_id=client", $"{FormType}; charset={charset}")).Should().Be("client");

    [TestCase("client_id=client")]
    [TestCase("client_id=other")]
    [TestCase("client_id")]
    [TestCase("a=b&client%5Fid=client")]
    [TestCase("client_secret=s")]
    [TestCase("client_assertion=a.b.c")]
    [TestCase("Client_Assertion_Type=x")]
    public async Task Read_refuses_a_credential_in_the_address(string query) =>
        (await SendAsync("client_id=client", path: "/token?" + query)).Should().Be("400 invalid_request MalformedRequest");

    [TestCase("client_id=client&client_secret=s")]
    [TestCase("client_id=client&client_assertion=a.b.c")]
    [TestCase("client_id=client&client_assertion=a.b.c&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    public async Task Read_finds_another_credential(string body) =>
        (await SendAsync(body)).Should().Be("401 invalid_client MultipleCredentials");

    [TestCase("Basic Y2xpZW50OnNlY3JldA==")]
    [TestCase("Basic Y2xpZW50Og==", Description = "Without password")]
    [TestCase("basic Y2xpZW50OnNlY3JldA==")]
    [TestCase("BASIC  Y2xpZW50OnNlY3JldA==")]
    [TestCase("Basic\tY2xpZW50OnNlY3JldA==")]
    [TestCase("Basic")]
    [TestCase("Basic ")]
    [TestCase("Basic !!!")]
    [TestCase("Basic Y2xpZW50", Description = "Without colon")]
    public async Task Read_finds_another_credential_in_the_header(string authorization) =>
        (await SendWithAuthorizationAsync(authorization)).Should().Be("401 invalid_client MultipleCredentials");

    [Test]
    public async Task Read_finds_another_credential_in_each_of_several_headers() =>
        (await SendWithAuthorizationAsync("Bearer token", "Basic Y2xpZW50OnNlY3JldA=="))
            .Should().Be("401 invalid_client MultipleCredentials");

    [TestCase("")]
    [TestCase("Bearer token")]
    [TestCase("bearer Basic")]
    [TestCase("DPoP token")]
    [TestCase("Negotiate YII=")]
    [TestCase("Digest username=client")]
    [TestCase("Basically nothing")]
    [TestCase("Y2xpZW50OnNlY3JldA==")]
    public async Task Read_takes_no_other_scheme_for_a_credential(string authorization) =>
        (await SendWithAuthorizationAsync(authorization)).Should().Be("client");

    [Test]
    public async Task Read_takes_several_headers_of_other_schemes_for_no_credential() =>
        (await SendWithAuthorizationAsync("Bearer token", "DPoP token")).Should().Be("client");

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("PATCH")]
    public async Task Read_refuses_other_verbs(string verb)
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(_client.Metadata),
            app => app.MapMethods("/token", [verb], () => "reached").RequireMtlsClient());
        using HttpClient http = server.CreateClient(_client.Certificate);
        using HttpRequestMessage request = new(new HttpMethod(verb), "/token") { Content = Form("client_id=client") };

        using HttpResponseMessage response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        server.Reason.Should().Be("MalformedRequest");
    }

    [TestCase(false, "1.1")]
    [TestCase(true, "1.1")]
    [TestCase(false, "2.0")]
    public async Task Read_refuses_a_body_that_is_too_long(bool chunked, string version)
    {
        string body = "client_id=client&scope=" + new string('a', 65_536);

        (await SendAsync(body, configure: request =>
        {
            request.Headers.TransferEncodingChunked = chunked;
            request.Version = new Version(version);
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        })).Should().Be("400 invalid_request MalformedRequest");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Read_accepts_a_body_of_the_maximum_length(bool chunked)
    {
        string body = "client_id=client&scope=";

        (await SendAsync(body.PadRight(65_536, 'a'), configure: request => request.Headers.TransferEncodingChunked = chunked))
            .Should().Be("client");
    }

    [Test]
    public async Task Read_refuses_a_body_without_length_that_is_too_long_over_HTTP2()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/token")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new LengthlessContent(Encoding.ASCII.GetBytes("client_id=client&scope=" + new string('a', 65_536))),
        };

        (await SendAsync(request)).Should().Be("400 invalid_request MalformedRequest");
    }

    [Test]
    public async Task Read_refuses_too_many_values()
    {
        string body = "client_id=client" + string.Concat(Enumerable.Range(0, 256).Select(i => $"&p{i}="));

        (await SendAsync(body)).Should().Be("400 invalid_request MalformedRequest");
    }

    [Test]
    public async Task Read_refuses_a_name_that_is_too_long() =>
        (await SendAsync($"client_id=client&{new string('n', 257)}=")).Should().Be("400 invalid_request MalformedRequest");

    [Test]
    public async Task Read_takes_the_form_that_middleware_has_read()
    {
        await using TestServer server = await StartWithMiddlewareAsync(async context => await context.Request.ReadFormAsync());

        using HttpResponseMessage response = await server.PostTokenAsync(_client.Form, _client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
    }

    [Test]
    public async Task Read_takes_a_body_that_middleware_has_buffered()
    {
        await using TestServer server = await StartWithMiddlewareAsync(async context =>
        {
            context.Request.EnableBuffering();
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Request.Body.Position = 0;
        });

        using HttpResponseMessage response = await server.PostTokenAsync(_client.Form, _client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("client");
    }

    [Test]
    public async Task Read_refuses_a_buffered_body_that_is_too_long()
    {
        await using TestServer server = await StartWithMiddlewareAsync(async context =>
        {
            context.Request.EnableBuffering();
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Request.Body.Position = 0;
        });
        using HttpClient http = server.CreateClient(_client.Certificate);
        string values = string.Concat(Enumerable.Range(0, 8).Select(i => $"&p{i}={new string('a', 16_384)}"));
        using HttpRequestMessage request = new(HttpMethod.Post, "/token") { Content = Form(_client.Form + values) };
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        server.Reason.Should().Be("MalformedRequest");
    }

    [Test]
    public async Task Read_leaves_nothing_of_a_body_that_is_too_long()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth(options => options.MaximumFormLength = 100).AddInMemoryClients(_client.Metadata),
            static app => app.MapPost("/token", static async (HttpContext context) =>
            {
                await context.AuthenticateMtlsClientAsync();
                return (await context.Request.ReadFormAsync()).Count;
            }));
        using HttpClient http = server.CreateClient(_client.Certificate);
        string values = string.Concat(Enumerable.Range(0, 8).Select(i => $"&p{i}={new string('a', 4_096)}"));
        using HttpRequestMessage request = new(HttpMethod.Post, "/token") { Content = Form(_client.Form + values) };
        request.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage response = await http.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).Should().Be("0");
        server.Reason.Should().Be("MalformedRequest");
    }

    [Test]
    public async Task Read_leaves_the_form_to_the_endpoint()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(_client.Metadata),
            app => app.MapPost("/token", (HttpContext context) => context.Request.Form["grant_type"].ToString()).RequireMtlsClient());

        using HttpResponseMessage response = await server.PostTokenAsync(_client.Form, _client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("client_credentials");
    }

    [Test]
    public async Task Read_of_a_truncated_body_ends_without_an_error_in_the_log()
    {
        TaskCompletionSource ended = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(_client.Metadata),
            app =>
            {
                app.Use(async (context, next) =>
                {
                    try
                    {
                        await next(context);
                    }
                    finally
                    {
                        ended.TrySetResult();
                    }
                });
                TestServer.MapToken(app);
            });
        using (TcpClient tcp = new("localhost", server.Port))
        {
            await using SslStream tls = new(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            });
            await tls.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FormType}\r\nContent-Length: 100\r\n\r\nclient_id=client"));
            await tls.ShutdownAsync();
        }

        await ended.Task;
        using HttpResponseMessage next = await server.PostTokenAsync(_client.Form, _client.Certificate);
        next.StatusCode.Should().Be(HttpStatusCode.OK);
        server.AllLogs.Should().NotContain(record => record.Level >= LogLevel.Error);
    }

    [Test]
    public void Read_never_fails_whatever_the_body()
    {
        string[] tokens = ["client_id", "client", "=", "&", "%", "%00", "%ff", "%2", "+", "client_secret", "\0", "\uFFFD", ";"];
        Gen<string> parts = Gen.OneOf(Gen.Int[0, tokens.Length - 1].Select(i => tokens[i]), Gen.String[0, 8]);

        parts.Array[0, 12].SampleAsync(
            async array =>
            {
                string answer = await SendAsync(string.Concat(array));
                return !answer.StartsWith('5');
            },
            iter: 200).GetAwaiter().GetResult();
    }

    private Task<string> SendWithAuthorizationAsync(params string[] values) => SendAsync(
        "client_id=client", configure: request => request.Headers.TryAddWithoutValidation("Authorization", values));

    private static StringContent Form(string body) => new(body, null, FormType);

    private Task<TestServer> StartWithMiddlewareAsync(Func<HttpContext, Task> middleware) => TestServer.StartAsync(
        services => services.AddMtlsAuth().AddInMemoryClients(_client.Metadata),
        app =>
        {
            app.Use(async (context, next) =>
            {
                await middleware(context);
                await next(context);
            });
            TestServer.MapToken(app);
        });

    private async Task<string> SendAsync(
        string body, string? contentType = FormType, string path = "/token", Action<HttpRequestMessage>? configure = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        configure?.Invoke(request);
        return await SendAsync(request);
    }

    // The client's id, or status, error and reason.
    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await _http.SendAsync(request);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsStringAsync()
            : $"{(int)response.StatusCode} {await response.ReadErrorAsync()} {_server.Reason}";
    }

    private sealed class LengthlessContent : HttpContent
    {
        private readonly byte[] _body;

        public LengthlessContent(byte[] body)
        {
            _body = body;
            Headers.ContentType = new MediaTypeHeaderValue(FormType);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
