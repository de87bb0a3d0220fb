using System.CommandLine;
using System.Globalization;
using System.Text;
using MtlsAuth.Tool.Expiry;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Says which registered certificates end soon.</summary>
internal sealed class ExpiringCommand : ToolCommand
{
    /// <summary>The environment variable with a connection string, for whoever wants no password on a command line.</summary>
    public const string Variable = "MTLSAUTH_CONNECTION";

    private const int MaximumDays = 36_500;

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The file of clients.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = $"The connection string of a database with clients instead; also in {Variable}, where no other user sees it.",
    };

    private readonly Option<string?> _provider = new("--provider")
    {
        Description = "Which database it is, if the connection string does not say.",
    };

    private readonly Option<string?> _schema = new("--schema") { Description = "The schema of its table, if it is not the default." };

    private readonly Option<int> _days = new("--days")
    {
        Description = "How many days ahead to look.",
        DefaultValueFactory = static _ => 30,
    };

    private readonly Option<bool> _all = new("--all") { Description = "Show the certificates that end later as well." };

    public ExpiringCommand()
        : base("expiring", "Say which registered certificates end soon.")
    {
        _provider.AcceptOnlyFromAmong(ClientDatabase.Sqlite, ClientDatabase.PostgreSql);
        _days.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token =>
                !int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int days) || days > MaximumDays))
            {
                result.AddError($"--days is a number from 0 to {MaximumDays}");
            }
        });
        Add(_file);
        Add(_connection);
        Add(_provider);
        Add(_schema);
        Add(_days);
        Add(_all);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth expiring clients.json", "Certificates that end within 30 days; exit code 1 if there is any."),
        ("mtlsauth expiring --connection \"Data Source=clients.db\" --days 90 --all", "All certificates in an SQLite database."),
        ($"{Variable}=\"Host=db;Username=reader;Password=…\" mtlsauth expiring", "Those in a PostgreSQL database."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        ExpirySource source = await ReadAsync(run, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = run.Environment.Clock.GetUtcNow();
        int days = run.Arguments.GetValue(_days);
        IReadOnlyList<CertificateEnd> all = CertificateEnd.FindAll(source.Clients);
        int ending = all.Count(item => item.Certificate.NotAfter < now.AddDays(days));
        ExpiringCertificate[] shown =
            [.. all.Take(run.Arguments.GetValue(_all) ? all.Count : ending).Select(item => ExpiringCertificate.Of(item, now))];
        ExpirySummary summary = new(
            source.Clients.Count,
            all.Count,
            ending,
            days,
            source.Clients.Count(static client => client.JwksUri is not null),
            source.Unreadable);
        if (run.Reports.IsJson)
        {
            foreach (ExpiringCertificate certificate in shown)
            {
                run.Reports.Write(certificate);
            }
        }
        else if (shown.Length > 0)
        {
            run.Reports.Write(new ExpiryTable(shown));
        }

        run.Reports.Write(summary);
        return source.Unreadable > 0 ? ExitCode.Unreadable : ending > 0 ? ExitCode.No : ExitCode.Yes;
    }

    private async Task<ExpirySource> ReadAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string? file = run.Arguments.GetValue(_file);
        string? connection = run.Arguments.GetValue(_connection);
        if (file is not null && connection is not null)
        {
            throw new UsageException("either a file or --connection, not both");
        }

        if (file is not null)
        {
            return new ExpirySource(await ClientInput.ReadAllAsync(run.Environment, file, cancellationToken).ConfigureAwait(false), 0);
        }

        connection ??= run.Environment.FindVariable(Variable);
        return string.IsNullOrEmpty(connection)
            ? throw new UsageException($"name a file of clients, or a database with --connection or {Variable}")
            : await ReadDatabaseAsync(
                run, new ClientDatabase(connection, run.Arguments.GetValue(_provider)), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ExpirySource> ReadDatabaseAsync(CommandRun run, ClientDatabase database, CancellationToken cancellationToken)
    {
        List<ClientMetadata> clients = [];
        int unreadable = 0;
        await foreach (DatabaseRow row in database.ReadAsync(run.Arguments.GetValue(_schema), cancellationToken).ConfigureAwait(false))
        {
            if (ClientMetadata.TryParse(Encoding.UTF8.GetBytes(row.Metadata), out ClientMetadata? client, out ClientMetadataError? error))
            {
                clients.Add(client);
            }
            else
            {
                unreadable++;
                run.Complain($"client {row.ClientId}: {error}");
            }
        }

        return new ExpirySource(clients, unreadable);
    }
}
