using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Probing;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Does what a client does at a server, and says how far it comes.</summary>
internal sealed class ProbeCommand : ToolCommand
{
    private readonly Argument<string> _url = new("URL") { Description = "The issuer, an https URL; or its metadata document." };

    private readonly Option<string> _certificate = new("--cert")
    {
        Description = "The client's certificate in PEM, its chain behind it.",
        Required = true,
    };

    private readonly Option<string> _key = new("--key") { Description = "Its private key in PEM.", Required = true };

    private readonly PasswordOption _password = new();

    private readonly Option<string?> _client = new("--client") { Description = "The client's id. Without it no token is asked for." };

    private readonly Option<string?> _scope = new("--scope") { Description = "The scope to ask for." };

    private readonly Option<string?> _authorities = new("--cacert")
    {
        Description = "The authorities of the server's certificate in PEM, in place of the machine's.",
    };

    private readonly Option<string?> _endpoint = new("--token-endpoint")
    {
        Description = "The token endpoint, for a server that publishes no metadata.",
    };

    public ProbeCommand()
        : base("probe", "Ask a server for a token with a certificate, and say how far it comes and why not further.")
    {
        Add(_url);
        Add(_certificate);
        Add(_key);
        Add(_client);
        Add(_scope);
        Add(_authorities);
        Add(_endpoint);
        Add(_password.PasswordFile);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth probe https://as.example.com --cert client.crt --key client.key --client s6BhdRkqt3",
            "Metadata, handshake, one token of client_credentials, and the likely cause if there is none."),
        ("mtlsauth probe https://as.example.com --cert client.crt --key client.key", "Metadata and handshake only."),
        ("mtlsauth probe https://localhost:5001 --cert client.crt --key client.key --cacert localhost.crt",
            "The same at a server whose certificate the machine does not trust."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        Uri url = ReadUrl(run.Arguments.GetRequiredValue(_url), "URL");
        Uri? endpoint = run.Arguments.GetValue(_endpoint) is { } text ? ReadUrl(text, "--token-endpoint") : null;
        X509Certificate2Collection? authorities = run.Arguments.GetValue(_authorities) is { } file
            ? ReadAuthorities(await ReadAsync(run, file, cancellationToken).ConfigureAwait(false), file)
            : null;
        string key = run.Arguments.GetRequiredValue(_key);
        using ClientIdentity identity = await ClientIdentity.ReadAsync(
            await ReadAsync(run, run.Arguments.GetRequiredValue(_certificate), cancellationToken).ConfigureAwait(false),
            await ReadAsync(run, key, cancellationToken).ConfigureAwait(false),
            key,
            () => _password.FindAsync(run.Environment, run.Arguments, key, cancellationToken)).ConfigureAwait(false);
        ClientCertificate certificate = identity.ToClientCertificate();
        ServerProbe probe = new(run.Environment, new ServerTrust(authorities), identity.Context, certificate);
        ProbeTarget target = new(url, endpoint, run.Arguments.GetValue(_client), run.Arguments.GetValue(_scope));
        ProbeResult result = await probe.RunAsync(target, cancellationToken).ConfigureAwait(false);
        run.Reports.Write(ProbeReport.Of(target, result, certificate));
        return result.Cause == ProbeCause.None ? ExitCode.Yes : ExitCode.No;
    }

    private static async Task<byte[]> ReadAsync(CommandRun run, string path, CancellationToken cancellationToken)
    {
        byte[] contents = await InputReader.ReadAsync(
            run.Environment, path, CertificateInputReader.MaximumLength, cancellationToken).ConfigureAwait(false);
        PemText.RefuseTooManyBlocks(path, contents);
        return contents;
    }

    private static Uri ReadUrl(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
            ? url
            : throw new UsageException($"{name} is not an absolute https URL");

    private static X509Certificate2Collection ReadAuthorities(byte[] contents, string name)
    {
        X509Certificate2Collection authorities = [];
        try
        {
            authorities.ImportFromPem(Encoding.Latin1.GetString(contents));
        }
        catch (CryptographicException)
        {
            throw new UnreadableException($"{name}: a certificate in it cannot be read");
        }

        return authorities.Count > 0 ? authorities : throw new UnreadableException($"{name}: there is no certificate in PEM in it");
    }
}
