using System.CommandLine;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Linting;
using MtlsAuth.Tool.Migration;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Turns clients of other servers into a file of clients.</summary>
internal sealed class ImportCommand : ToolCommand
{
    // Realms nest deeply; what is read of them does not.
    private const int MaximumDepth = 64;

    private readonly Argument<string> _server = new("SERVER") { Description = "Whose clients they are." };

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The file with its clients in JSON, or - for the standard input.",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The file of clients to write; it must not exist yet. Without it the clients go to the output.",
    };

    private readonly Option<string[]> _certificates = new("--certificates")
    {
        Description = "A file with certificates, among which those of thumbprints are looked for (identityserver); may be repeated.",
    };

    private readonly Option<string> _method = new("--method")
    {
        Description = "What keys are carried over to (openiddict).",
        DefaultValueFactory = static _ => ClientAuthenticationMethods.SelfSignedTlsClientAuth,
    };

    public ImportCommand()
        : base("import", "Turn clients of another server into a file of clients.")
    {
        _server.AcceptOnlyFromAmong("identityserver", "openiddict", "keycloak");
        _method.AcceptOnlyFromAmong(ClientAuthenticationMethods.SelfSignedTlsClientAuth, ClientAuthenticationMethods.PubKeyTlsClientAuth);
        Add(_server);
        Add(_file);
        Add(_out);
        Add(_certificates);
        Add(_method);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth import keycloak realm-export.json --out clients.json",
            "Clients of a realm; exit code 1 if somebody has to decide something."),
        ("mtlsauth import identityserver clients.json --certificates known.pem", "Clients of IdentityServer4 or Duende, to the output."),
        ("mtlsauth import openiddict applications.json --method pub_key_tls_client_auth",
            "Applications, whose keys are compared from now on."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string? path = run.Arguments.GetValue(_out);
        if (path is not null && Path.Exists(path))
        {
            throw new UsageException($"{path} exists: name another file, and add its clients to yours");
        }

        IReadOnlyList<ClientCertificate> certificates = await ReadCertificatesAsync(run, cancellationToken).ConfigureAwait(false);
        string file = run.Arguments.GetRequiredValue(_file);
        byte[] contents = await InputReader.ReadAsync(
            run.Environment, file, InputReader.MaximumLength, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = JsonInput.Parse(contents, file, MaximumDepth);
        IEnumerable<ClientMigration> read = run.Arguments.GetRequiredValue(_server) switch
        {
            "identityserver" => IdentityServerClients.Read(document.RootElement, certificates, run.Environment.Clock.GetUtcNow()),
            "openiddict" => OpenIddictApplications.Read(document.RootElement, run.Arguments.GetRequiredValue(_method)),
            _ => KeycloakClients.Read(document.RootElement),
        };
        ClientRegistrationValidator validator = ClientRules.CreateValidator(isTrustedSource: true, run.Environment.Clock);
        ImportedClient[] clients = [.. MigrationChecks.Check(read, validator).Select(ImportedClient.Of)];
        if (clients.Length == 0)
        {
            throw new UnreadableException($"{file}: there are no clients of such a server in it");
        }

        Write(run, path, clients);
        return clients.Any(static client => client.Remarks.Any(static remark => remark.NeedsPerson)) ? ExitCode.No : ExitCode.Yes;
    }

    private static void Write(CommandRun run, string? path, ImportedClient[] clients)
    {
        ClientMetadata[] carriedOver = [.. clients.Select(static client => client.Client).OfType<ClientMetadata>()];
        if (path is null && !run.Reports.IsJson)
        {
            // The output is the file; what is to be said of it goes beside.
            run.Reports.Write(new JsonReport(ToJson(carriedOver)));
            foreach (ImportedClient client in clients)
            {
                client.Remarks.ToList().ForEach(remark => run.Complain($"client {client.ClientId}: {remark.Text}"));
            }

            return;
        }

        foreach (ImportedClient client in clients)
        {
            run.Reports.Write(client);
        }

        if (path is not null)
        {
            WriteFile(path, carriedOver);
            run.Reports.Write(new ImportSummary(path, clients.Length, carriedOver.Length));
        }
    }

    private static JsonElement ToJson(IEnumerable<ClientMetadata> clients) =>
        JsonElement.Parse($"[{string.Join(',', clients.Select(static client => Encoding.UTF8.GetString(client.ToUtf8Json())))}]");

    private static void WriteFile(string path, ClientMetadata[] clients)
    {
        try
        {
            ClientMetadataFile.Write(path, clients);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableException($"{path}: cannot be written ({exception.GetType().Name})");
        }
    }

    private async Task<IReadOnlyList<ClientCertificate>> ReadCertificatesAsync(CommandRun run, CancellationToken cancellationToken)
    {
        List<ClientCertificate> certificates = [];
        foreach (string path in run.Arguments.GetValue(_certificates) ?? [])
        {
            byte[] contents = await InputReader.ReadAsync(
                run.Environment, path, InputReader.MaximumLength, cancellationToken).ConfigureAwait(false);
            certificates.AddRange(CertificateCollection.Read(contents, path));
        }

        return certificates;
    }
}
