using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>A proxy's configuration with words between <c>@</c> signs, as it lies in <c>samples/proxies</c>.</summary>
/// <param name="Name">The proxy.</param>
/// <param name="Preset">What the server calls its format; null where it has to name header and format.</param>
/// <param name="IsTested">Whether the tests of this project run the proxy with what this very file says.</param>
internal sealed record ProxyTemplate(string Name, string? Preset, bool IsTested)
{
    private static readonly ProxyTemplate[] All =
    [
        new("nginx", "Nginx", IsTested: true),
        new("apache", "Apache", IsTested: true),
        new("haproxy", "HAProxy", IsTested: true),
        new("caddy", "Caddy", IsTested: true),
        new("envoy", "Envoy", IsTested: false),
        new("traefik", "Traefik", IsTested: false),
        new("yarp", null, IsTested: true),
    ];

    /// <summary>The proxies.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static item => item.Name)];

    // These write into a header whose name nobody can choose.
    private bool HasFixedName => Name is "envoy" or "traefik";

    /// <summary>The template of a proxy.</summary>
    public static ProxyTemplate Find(string name) => Array.Find(All, item => item.Name == name)!;

    /// <summary>Puts values for the words.</summary>
    /// <param name="secret">Random digits, which become part of the header's name, or are the shared secret where that is fixed.</param>
    /// <param name="values">The values by their words.</param>
    public HeaderReport Fill(string secret, IReadOnlyDictionary<string, string> values)
    {
        string secretName = HasFixedName ? secret : $"Sec-Client-X509-Cert-{secret}";
        string state = $"/var/lib/mtlsauth-{Name}";
        Dictionary<string, string> words = new(values)
        {
            ["CERTIFICATE_HEADER"] = secretName,
            ["STATE"] = state,
            ["MODULES"] = "/usr/lib/apache2/modules",
        };
        string text = words.Aggregate(
            EmbeddedText.Read($"proxy.{Name}"),
            static (filled, word) => filled.Replace($"@{word.Key}@", word.Value, StringComparison.Ordinal));
        return new HeaderReport(
            Name, HasFixedName ? null : secretName, IsTested, text, WriteSettings(secretName), [.. WriteNotes(text, state)]);
    }

    private IEnumerable<string> WriteNotes(string configuration, string state)
    {
        string secret = HasFixedName ? "The shared secret" : "The header's name";
        yield return $"{secret} is known to the proxy and the server only: both files are secrets.";
        yield return "The server takes no connection but the proxy's: let it listen on 127.0.0.1, or name the proxy in KnownProxies.";
        if (configuration.Contains(state, StringComparison.Ordinal))
        {
            yield return $"The folder {state} has to be there, for the proxy's user alone.";
        }

        if (configuration.Contains($"{state}/server.pem", StringComparison.Ordinal))
        {
            yield return $"{state}/server.pem is the server's certificate with its key behind it, in one file.";
        }
    }

    // The address of the proxy is the second proof; where the name of the header is known to everybody, a shared secret is the first.
    private string WriteSettings(string secretName) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("ForwardedCertificate");
            if (Preset is null)
            {
                writer.WriteString("Format", "Base64Der");
            }
            else
            {
                writer.WriteString(nameof(Preset), Preset);
            }

            if (HasFixedName)
            {
                writer.WriteString("SharedSecretHeaderName", "X-Proxy-Secret");
                writer.WriteStartArray("SharedSecrets");
                writer.WriteStringValue(secretName);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteString("SecretHeaderName", secretName);
            }

            writer.WriteStartArray("KnownProxies");
            writer.WriteStringValue("127.0.0.1");
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        },
        isIndented: true);
}
