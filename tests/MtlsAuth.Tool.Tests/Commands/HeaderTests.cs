using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.Tool.Commands;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

public sealed class HeaderTests
{
    // What MtlsAuth.Proxies.Tests runs, and of YARP MtlsAuth.Docs.Tests.
    private static readonly Dictionary<string, string> Tested = new()
    {
        ["nginx"] = "nginx/nginx.conf",
        ["apache"] = "apache/httpd.conf",
        ["haproxy"] = "haproxy/haproxy.cfg",
        ["caddy"] = "caddy/Caddyfile",
        ["yarp"] = "yarp/appsettings.json",
    };

    [TestCaseSource(typeof(ProxyTemplate), nameof(ProxyTemplate.Names))]
    public async Task Proxy_and_server_get_the_same_secret_and_no_word_stays_open(string proxy)
    {
        ToolRun first = await ToolRun.OfAsync($"header {proxy} --json --port 9443 --backend-port 9080");
        ToolRun second = await ToolRun.OfAsync($"header {proxy} --json");

        first.ExitCode.Should().Be(ExitCode.Yes, first.Error);
        using JsonDocument json = JsonDocument.Parse(first.Lines.Should().ContainSingle().Subject);
        string configuration = json.RootElement.GetProperty("configuration").GetString()!;
        using JsonDocument settings = JsonDocument.Parse(json.RootElement.GetProperty("settings").GetString()!);
        JsonElement section = settings.RootElement.GetProperty("ForwardedCertificate");
        string secret = section.TryGetProperty("SecretHeaderName", out JsonElement name)
            ? name.GetString()!
            : section.GetProperty("SharedSecrets")[0].GetString()!;
        secret.Should().MatchRegex("^(Sec-Client-X509-Cert-)?[0-9a-f]{32}$");
        configuration.Should().Contain(secret).And.Contain("9443").And.Contain("9080").And.NotMatchRegex("@[A-Z_]+@");
        second.Output.Should().NotContain(secret);
    }

    [TestCaseSource(typeof(ProxyTemplate), nameof(ProxyTemplate.Names))]
    public async Task A_server_starts_with_the_settings(string proxy)
    {
        ToolRun run = await ToolRun.OfAsync($"header {proxy} --json");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddJsonStream(
            new MemoryStream(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("settings").GetString()!)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMtlsAuth().AddInMemoryClients()
            .AddForwardedCertificate(builder.Configuration.GetSection("ForwardedCertificate"));
        await using WebApplication server = builder.Build();

        await server.StartAsync();
    }

    [TestCaseSource(nameof(Tested))]
    public void What_is_said_to_be_tested_is_the_file_that_the_tests_run(KeyValuePair<string, string> proxy)
    {
        ProxyTemplate.Find(proxy.Key).IsTested.Should().BeTrue();
        EmbeddedText.Read($"proxy.{proxy.Key}").Should().Be(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "proxies", proxy.Value)));
    }

    [Test]
    public void Nothing_else_is_said_to_be_tested() =>
        ProxyTemplate.Names.Where(static name => ProxyTemplate.Find(name).IsTested).Should().BeEquivalentTo(Tested.Keys);

    [Test]
    public async Task A_person_reads_both_configurations_and_what_to_keep_in_mind()
    {
        ToolRun run = await ToolRun.OfAsync("header nginx");

        run.Output.Should().ContainAll(
            "Configuration of nginx",
            "ssl_verify_client   optional_no_ca",
            "appsettings.json",
            "SecretHeaderName",
            "both files are secrets");
    }

    [TestCase("haproxy", "certificate with its key behind it")]
    [TestCase("nginx", "The folder /var/lib/mtlsauth-nginx has to be there")]
    [TestCase("envoy", "The shared secret is known to the proxy and the server only")]
    public async Task What_else_has_to_be_done_is_said(string proxy, string expected) =>
        (await ToolRun.OfAsync($"header {proxy}")).Output.Should().Contain(expected);

    [TestCase("header squid")]
    [TestCase("header nginx --port 0")]
    [TestCase("header nginx --port 99999")]
    [TestCase("header nginx --backend-port 80;")]
    [TestCase("header nginx --certificate a;b")]
    [TestCase("header nginx --key a\"b")]
    public async Task What_would_break_a_configuration_is_refused(string commandLine)
    {
        ToolRun run = await ToolRun.OfAsync(commandLine);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Output.Should().BeEmpty();
    }
}
