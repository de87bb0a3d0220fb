using System.CommandLine;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Decides whether a certificate is a client's, as a server would, and explains it.</summary>
internal sealed class MatchCommand : ToolCommand
{
    private static readonly string[] Methods =
    [
        ClientAuthenticationMethods.PubKeyTlsClientAuth,
        ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        ClientAuthenticationMethods.TlsClientAuth,
    ];

    private readonly Argument<string> _certificate = new("CERT")
    {
        Description = "The client's certificate in any form that 'inspect' reads, with its chain behind it; - for the standard input.",
    };

    private readonly Option<string?> _client = new("--client")
    {
        Description = "The registered client: a file with clients, and the client_id behind a #.",
        HelpName = "FILE#ID",
    };

    private readonly Option<string?> _jwks = new("--jwks")
    {
        Description = "The registered keys instead: a JWK Set in a file, or behind a URL.",
        HelpName = "FILE|URL",
    };

    private readonly Option<string> _method = new("--method")
    {
        Description = "What is compared with --jwks.",
        HelpName = "METHOD",
        DefaultValueFactory = static _ => ClientAuthenticationMethods.PubKeyTlsClientAuth,
    };

    private readonly Option<string?> _anchors = new("--trust-anchors")
    {
        Description = "The authorities that the server trusts for tls_client_auth. Without them the chain is not looked at.",
        HelpName = "FILE",
    };

    private readonly PasswordOption _password = new();

    public MatchCommand()
        : base("match", "Decide whether a certificate authenticates a registered client, and say why not, nearest first.")
    {
        _method.AcceptOnlyFromAmong(
            ClientAuthenticationMethods.PubKeyTlsClientAuth, ClientAuthenticationMethods.SelfSignedTlsClientAuth);
        Add(_certificate);
        Add(_client);
        Add(_jwks);
        Add(_method);
        Add(_anchors);
        Add(_password.PasswordFile);
        Validators.Add(result =>
        {
            if (result.GetValue(_client) is null == result.GetValue(_jwks) is null)
            {
                result.AddError("Either --client or --jwks says what is registered.");
            }
        });
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth match --client clients.json#first first.crt", "The decision of a server with this file of clients."),
        ("mtlsauth match --jwks https://client.example/jwks first.crt", "The same for keys that the client publishes."),
        ("mtlsauth match --client clients.json#bank --trust-anchors ca.pem bank.crt", "With the chain, for tls_client_auth."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        ToolEnvironment environment = run.Environment;
        CertificateInput presented = await new CertificateInputReader(environment, run.Arguments, _password)
            .ReadAsync(run.Arguments.GetRequiredValue(_certificate), cancellationToken).ConfigureAwait(false);
        ClientMetadata client = run.Arguments.GetValue(_client) is { } reference
            ? await ClientInput.ReadAsync(environment, reference, cancellationToken).ConfigureAwait(false)
            : await ClientInput.OfKeysAsync(
                environment, run.Arguments.GetValue(_jwks)!, run.Arguments.GetRequiredValue(_method), cancellationToken)
                .ConfigureAwait(false);
        TrustAnchors? anchors = run.Arguments.GetValue(_anchors) is { } path
            ? await ReadAnchorsAsync(environment, path, cancellationToken).ConfigureAwait(false)
            : null;

        ClientCertificateAuthenticatorOptions options = new()
        {
            EnabledMethods = Methods,
            ChainValidation = new ChainValidatorOptions { Trust = anchors is null ? ChainTrust.Proxy : ChainTrust.Platform },
        };
        FetchedKeys keys = new(environment);
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(client),
            options,
            keys,
            anchors is null ? null : new GivenAnchors(anchors),
            timeProvider: environment.Clock);
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(
            new ClientAuthenticationRequest
            {
                ClientId = client.ClientId,
                Presented = PresentedCertificate.Of(
                    presented.Certificates[0], [.. presented.Certificates.Skip(1)], isChainVerifiedByProxy: true),
            },
            cancellationToken).ConfigureAwait(false);
        ClientAuthenticationExplanation explanation =
            await new ClientAuthenticationExplainer(options, keys).ExplainAsync(result, cancellationToken).ConfigureAwait(false);
        bool isChainOpen = anchors is null && client.TokenEndpointAuthMethod == ClientAuthenticationMethods.TlsClientAuth;
        run.Reports.Write(MatchReport.Of(explanation, isChainOpen));
        return result.IsAuthenticated ? ExitCode.Yes : ExitCode.No;
    }

    private static async Task<TrustAnchors> ReadAnchorsAsync(
        ToolEnvironment environment, string path, CancellationToken cancellationToken)
    {
        byte[] contents = await InputReader.ReadAsync(
            environment, path, CertificateInputReader.MaximumLength, cancellationToken).ConfigureAwait(false);
        return TrustAnchors.TryParse(contents, out TrustAnchors? anchors, out CertificateFormatError error)
            ? anchors
            : throw new UnreadableException($"{path}: {FormatFault.Describe(error, contents)}");
    }
}
