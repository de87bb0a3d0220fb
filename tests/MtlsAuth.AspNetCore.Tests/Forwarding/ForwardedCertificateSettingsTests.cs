using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.AspNetCore.Endpoints;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.Forwarding;
using ProxyHeaders = MtlsAuth.Testing.Forwarding.ForwardedHeaders;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedCertificateSettingsTests
{
    private static readonly string Header = $"X-Client-Cert: {ForwardingServer.Value}\r\n";

    [TestCase("/token", "HeaderAbsent")]
    [TestCase("/forwarded", "HeaderAbsent")]
    [TestCase("/connection", "ConnectionNotTls")]
    public async Task Endpoint_chooses_the_source(string path, string expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();

        await server.SendAsync("", path);

        server.LastStatus.Should().Be(expected);
    }

    [TestCase("/token", 200)]
    [TestCase("/forwarded", 200)]
    [TestCase("/connection", 401)]
    public async Task Header_counts_at_its_endpoints_only(string path, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();

        (int status, _) = await server.SendAsync(Header, path);

        status.Should().Be(expected);
    }

    [TestCase("/token", 200)]
    [TestCase("/forwarded", 200)]
    [TestCase("/connection", 401)]
    public async Task Endpoint_chooses_the_source_whatever_came_of_authenticating_the_client_before_routing(string path, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(middleware: static application =>
        {
            // As the scheme does where UseAuthentication comes before UseRouting: which endpoint it will be is not known yet.
            application.Use(static async (context, following) =>
            {
                await MtlsClientAuthenticator.Of(context).AuthenticateAsync(context);
                await following(context);
            });
            application.UseRouting();
        });

        (int status, _) = await server.SendAsync(Header, path);

        status.Should().Be(expected);
    }

    [TestCase("as.example.com", "/token", 200)]
    [TestCase("AS.EXAMPLE.COM:443", "/token", 200)]
    [TestCase("other.example.com", "/token", 401)]
    [TestCase("other.example.com", "/forwarded", 200)]
    [TestCase("as.example.com", "/connection", 401)]
    public async Task Host_chooses_the_source_unless_the_endpoint_does(string host, string path, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(static options => options.Hosts.Add("as.example.com"));

        (int status, _) = await server.SendAsync(Header, path, host: host);

        status.Should().Be(expected);
    }

    [TestCase(0, "/token", 200)]
    [TestCase(1, "/token", 401)]
    [TestCase(1, "/forwarded", 200)]
    public async Task Port_chooses_the_source_unless_the_endpoint_does(int index, string path, int expected)
    {
        // The server's own ports are not known before it starts; a first one says what is free.
        int port = await FindFreePortAsync();
        await using ForwardingServer server = await ForwardingServer.StartAsync(options => options.Ports.Add(port), listen: kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        int[] ports = [port, server.Ports.Single(other => other != port)];

        (int status, _) = await server.SendAsync(Header, path, port: ports[index]);

        status.Should().Be(expected);
    }

    [TestCase("127.1")]
    [TestCase("::ffff:127.0.0.1")]
    public async Task Server_does_not_start_with_another_spelling_of_an_address(string address)
    {
        Func<Task> start = () => ForwardingServer.StartAsync(options => options.KnownProxies.Add(address), isKnownProxy: false);

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage($"KnownProxies has {address}, which is not an IP address*");
    }

    [TestCase(null, "SUCCESS", ExpectedResult = true)]
    [TestCase(null, "NONE", ExpectedResult = false)]
    [TestCase("0", "0", ExpectedResult = true)]
    [TestCase("0", "SUCCESS", ExpectedResult = false)]
    public bool Verdict_that_counts_is_the_presets_unless_another_is_set(string? success, string verdict)
    {
        ForwardedCertificateOptions options = new()
        {
            Preset = ForwardedCertificatePreset.Nginx,
            VerificationHeaderName = "X-Client-Verify",
            VerificationSuccess = success,
        };

        return new ForwardedCertificateSettings(options, new ConnectionCertificateReader())
            .IsVerified(new ForwardedHeaders { Verification = verdict });
    }

    [Test]
    public async Task Element_of_the_client_is_the_one_that_the_preset_names()
    {
        string sidecar = "By=spiffe://a/as;Hash=00;Subject=\"\";URI=spiffe://a/gateway";
        string client = ProxyHeaders.EnvoyXfcc(ForwardingServer.Certificate.RawData.ToArray());
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options => options.Preset = ForwardedCertificatePreset.IstioSidecar);

        (int status, string body) = await server.SendAsync($"X-Forwarded-Client-Cert: {client},{sidecar}\r\n");
        (int statusOfForged, _) = await server.SendAsync($"X-Forwarded-Client-Cert: {client},{sidecar},{sidecar}\r\n");
        (int statusWithout, _) = await server.SendAsync($"X-Forwarded-Client-Cert: {sidecar}\r\n");

        (status, body.Contains("client")).Should().Be((200, true));
        (statusOfForged, statusWithout).Should().Be((401, 401));
        server.LastStatus.Should().Be("HeaderEmpty");
    }

    [Test]
    public async Task Element_can_be_set_without_a_preset()
    {
        string client = ProxyHeaders.EnvoyXfccWithoutNames(ForwardingServer.Certificate.RawData.ToArray());
        await using ForwardingServer server = await ForwardingServer.StartAsync(static options =>
        {
            (options.Preset, options.HeaderName) = (null, "X-Cert");
            (options.Format, options.ElementFromEnd) = (ForwardedCertificateFormat.EnvoyXfccAppended, 3);
        });

        (int status, _) = await server.SendAsync($"X-Cert: Hash=1,{client},Hash=2,Hash=3\r\n");

        status.Should().Be(200);
    }

    private static async Task<int> FindFreePortAsync()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();
        return server.Ports[0];
    }
}
