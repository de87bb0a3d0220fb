using System.Diagnostics;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A proxy of samples/proxies: its program, its configuration, and how it writes a certificate.</summary>
public sealed record Proxy(ForwardedCertificatePreset Preset, string Program, string Configuration, Func<ClientCertificate, string> Encode)
{
    public static IEnumerable<Proxy> All { get; } =
    [
        new(ForwardedCertificatePreset.Nginx, "nginx", "nginx/nginx.conf", certificate => Uri.EscapeDataString(PemOf(certificate) + "\n")),
        new(ForwardedCertificatePreset.Apache, "apache2", "apache/httpd.conf", certificate => PemOf(certificate).Replace('\n', ' ') + " "),
        new(ForwardedCertificatePreset.HAProxy, "haproxy", "haproxy/haproxy.cfg", Base64Of),
        new(ForwardedCertificatePreset.Caddy, "caddy", "caddy/Caddyfile", Base64Of),
    ];

    /// <summary>Where the program is, or null if it is not installed.</summary>
    public string? FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") + Path.PathSeparator + "/usr/sbin")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);

    /// <summary>How the program is started in the foreground, as samples/proxies/start does.</summary>
    public ProcessStartInfo CreateStartInfo(string program, string configuration, string state) => new(program, Preset switch
    {
        ForwardedCertificatePreset.Nginx => ["-c", configuration, "-e", "stderr"],
        ForwardedCertificatePreset.Apache => ["-f", configuration, "-DFOREGROUND"],
        ForwardedCertificatePreset.HAProxy => ["-f", configuration],
        _ => ["run", "--adapter", "caddyfile", "--config", configuration],
    })
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        Environment = { ["XDG_CONFIG_HOME"] = state, ["XDG_DATA_HOME"] = state },
    };

    public override string ToString() => Preset.ToString();

    private static string PemOf(ClientCertificate certificate) =>
        System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", certificate.RawData.Span);

    private static string Base64Of(ClientCertificate certificate) => Convert.ToBase64String(certificate.RawData.Span);
}
