using System.Buffers;
using System.CommandLine;
using System.Security.Cryptography;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Writes the two configurations that belong together: a proxy's and the server's.</summary>
internal sealed class HeaderCommand : ToolCommand
{
    // 128 bits: what the server demands of a secret name.
    private const int SecretLength = 16;

    private static readonly SearchValues<char> Harmless =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+:");

    private readonly Argument<string> _proxy = new("PROXY") { Description = $"{string.Join(", ", ProxyTemplate.Names)}." };

    private readonly Option<string> _backend = new("--backend-port")
    {
        Description = "The port of the server behind the proxy.",
        HelpName = "PORT",
        DefaultValueFactory = static _ => "8080",
    };

    private readonly Option<string> _port = new("--port")
    {
        Description = "The port that clients connect to.",
        HelpName = "PORT",
        DefaultValueFactory = static _ => "8443",
    };

    private readonly Option<string> _certificate = new("--certificate")
    {
        Description = "The server's certificate.",
        HelpName = "FILE",
        DefaultValueFactory = static _ => "/etc/ssl/server.crt",
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = "Its key.",
        HelpName = "FILE",
        DefaultValueFactory = static _ => "/etc/ssl/private/server.key",
    };

    public HeaderCommand()
        : base("header", "Make a new secret header name, and the configurations of a proxy and of the server behind it.")
    {
        _proxy.AcceptOnlyFromAmong([.. ProxyTemplate.Names]);
        Add(_proxy);
        Add(_port);
        Add(_backend);
        Add(_certificate);
        Add(_key);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth header nginx", "nginx in front of a server on port 8080 of the same machine."),
        ("mtlsauth header haproxy --port 443 --backend-port 5000", "HAProxy with other ports."),
        ("mtlsauth header caddy --json", "All of it as JSON, for a script."),
    ];

    public override Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        ParseResult arguments = run.Arguments;
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength));
        run.Reports.Write(ProxyTemplate.Find(arguments.GetRequiredValue(_proxy)).Fill(secret, new Dictionary<string, string>
        {
            ["PORT"] = Number(arguments.GetRequiredValue(_port)),
            ["BACKEND_PORT"] = Number(arguments.GetRequiredValue(_backend)),
            ["SERVER_CERTIFICATE"] = FileName(arguments.GetRequiredValue(_certificate)),
            ["SERVER_KEY"] = FileName(arguments.GetRequiredValue(_key)),
        }));
        return Task.FromResult(ExitCode.Yes);
    }

    private static string Number(string port) =>
        ushort.TryParse(port, out ushort number) && number > 0 ? port : throw new UsageException($"there is no port {port}");

    // Each proxy has other rules for quoting; a name that needs none is one that all of them read alike.
    private static string FileName(string path) =>
        path.Length is > 0 and < 256 && !path.AsSpan().ContainsAnyExcept(Harmless)
            ? path
            : throw new UsageException("names of files in a configuration have letters, digits and / . _ - + : only");
}
