using System.CommandLine;
using System.Text.Json;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Writes public keys as JWKs.</summary>
internal sealed class JwkCommand : ToolCommand
{
    private readonly Argument<string[]> _sources = new("FILE")
    {
        Description = "A certificate, a key, a JWK, or host:port of a server that shows its certificate; - for the standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _x5c = new("--x5c") { Description = "With the certificate, as self_signed_tls_client_auth needs it." };

    private readonly Option<bool> _set = new("--set") { Description = "A JWK Set, for jwks or to be published at a jwks_uri." };

    private readonly PasswordOption _password = new();

    public JwkCommand()
        : base("jwk", "Write a public key as JWK, of a certificate or a key. Of a private key only the public part comes out.")
    {
        Add(_sources);
        Add(_x5c);
        Add(_set);
        Add(_password.PasswordFile);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth jwk client.crt", "The JWK of a certificate's key."),
        ("mtlsauth jwk client.key", "The same of a private key: its public part."),
        ("mtlsauth jwk client.crt --x5c", "With the certificate in it."),
        ("mtlsauth jwk old.crt new.crt --set > jwks.json", "A JWK Set of two keys, while one replaces the other."),
        ("mtlsauth jwk client.example.com:443", "The key of a server that is a client as well."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        KeySourceReader reader = new(run.Environment, run.Arguments, _password);
        List<KeySource> sources = [];
        foreach (string source in run.Arguments.GetRequiredValue(_sources))
        {
            sources.Add(await reader.ReadAsync(source, cancellationToken).ConfigureAwait(false));
        }

        JsonElement set = KeyDocument.ToElement(KeyDocument.ToSet(sources, run.Arguments.GetValue(_x5c)));
        foreach (JsonElement element in run.Arguments.GetValue(_set) ? [set] : set.GetProperty("keys").EnumerateArray().ToArray())
        {
            run.Reports.Write(new JsonReport(element));
        }

        return ExitCode.Yes;
    }
}
