using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedCertificateStartupFilterTests
{
    private const string Secret = "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu";
    private const string SecretName = "Sec-Client-X509-Cert-7f3a9c0be41d58263fd0a97c15be8420";

    private static readonly string Header = $"X-Client-Cert: {ForwardingServer.Value}\r\n";

    [Test]
    public async Task Server_without_a_proof_does_not_start()
    {
        Func<Task> start = static () => ForwardingServer.StartAsync(isKnownProxy: false);

        await start.Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("Nothing proves that the proxy set the header, so that every client could. Set SecretHeaderName;*");
    }

    [Test]
    public async Task Refusal_to_start_does_not_tell_the_secret_name()
    {
        Func<Task> start = static () => ForwardingServer.StartAsync(static options => options.SecretHeaderName = "Sec-hunter2");

        (await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("SecretHeaderName has fewer than 32 hexadecimal digits*"))
            .Which.ToString().Should().NotContain("hunter2");
    }

    [Test]
    public async Task Later_middleware_and_endpoints_do_not_see_the_headers()
    {
        string[] seen = [];
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options =>
            {
                options.SecretHeaderName = SecretName;
                options.SharedSecretHeaderName = "X-Secret";
                options.SharedSecrets.Add(Secret);
                options.ChainHeaderNames = ["X-Chain"];
                (options.VerificationHeaderName, options.VerificationSuccess) = ("X-Verify", "SUCCESS");
            },
            middleware: application => application.Use((context, next) =>
            {
                seen = [.. context.Request.Headers.Keys];
                return next(context);
            }));

        (int status, string body) = await server.SendAsync(
            $"{SecretName}: a\r\n{SecretName.Replace('-', '_')}: b\r\nX-Secret: {Secret}\r\nX-Chain: c\r\nX-Verify: d\r\nX-Other: e\r\n",
            "/headers");

        status.Should().Be(200);
        seen.Should().BeEquivalentTo("Host", "Connection", "Content-Type", "Content-Length", "X-Other");
        body.Should().Contain("X-Other").And.NotContain(Secret).And.NotContain("7f3a9c0be41d58263fd0a97c15be8420");
    }

    [Test]
    public async Task Secrets_are_in_no_log_at_any_level()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(static options =>
        {
            options.SecretHeaderName = SecretName;
            options.SharedSecretHeaderName = "X-Secret";
            options.SharedSecrets.Add(Secret);
        });

        await server.SendAsync($"{SecretName}: {ForwardingServer.Value}\r\nX-Secret: {Secret}\r\n");
        await server.SendAsync($"{SecretName}: {ForwardingServer.Value}\r\n");
        await server.SendAsync($"{SecretName}: {ForwardingServer.Value}\r\n{SecretName}: a\r\nX-Secret: {Secret}\r\n");
        await server.SendAsync($"{SecretName}: malformed\r\nX-Secret: {Secret}\r\n");

        string log = string.Join('\n', server.Log.Select(static record => record.ToString()));
        log.Should().Contain("HeaderMalformed").And.NotContainEquivalentOf(SecretName).And.NotContain(Secret);
    }

    [Test]
    public async Task Address_that_other_middleware_takes_from_a_header_does_not_count()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options => options.KnownProxies.Add("10.0.0.1"), middleware: UseForwardedHeaders, isKnownProxy: false);

        (int status, _) = await server.SendAsync(Header + "X-Forwarded-For: 10.0.0.1\r\n");

        (status, server.LastStatus).Should().Be((401, "HeaderUntrusted"));
    }

    [Test]
    public async Task Address_of_the_proxy_counts_when_other_middleware_has_replaced_it()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(middleware: UseForwardedHeaders);

        (int status, _) = await server.SendAsync(Header + "X-Forwarded-For: 10.0.0.1\r\n");

        status.Should().Be(200);
    }

    [TestCase("x-client-cert", 200)]
    [TestCase("x_client_cert", 401)]
    public async Task Headers_are_taken_out_of_http_2_requests(string name, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(listen: static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2));
        using HttpClient http = new()
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        http.DefaultRequestHeaders.Add(name, ForwardingServer.Value);

        using HttpResponseMessage response = await http.PostAsync(
            new Uri($"http://127.0.0.1:{server.Ports[0]}/token"), new FormUrlEncodedContent([new("client_id", "client")]));

        ((int)response.StatusCode).Should().Be(expected);
    }

    private static void UseForwardedHeaders(WebApplication application) =>
        application.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
}
