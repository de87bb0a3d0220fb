using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MtlsAuth.Certificates;
using MtlsAuth.EntityFrameworkCore.Tests;
using MtlsAuth.Testing;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExpiringCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static IReadOnlyList<ClientMetadata> Clients =>
    [
        Client("later", Certificate("CN=later", days: 200)),
        Client("soon", Certificate("CN=soon", days: 29.5), Certificate("CN=gone", days: -3)),
        new ClientMetadata
        {
            ClientId = "elsewhere",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            JwksUri = "https://client.example/jwks",
        },
        new ClientMetadata
        {
            ClientId = "named",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = "CN=named",
        },
    ];

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Certificates_stand_in_the_order_of_their_ends()
    {
        ToolRun run = await ToolRun.OfAsync(["expiring", WriteFile(Clients), "--all"]);

        run.ExitCode.Should().Be(ExitCode.No);
        run.Lines.Select(static line => line[..Math.Min(line.Length, 47)].TrimEnd()).Should().Equal(
            "ends               days left  client  subject",
            "2026-06-28 12:00Z  expired    soon    CN=gone",
            "2026-07-31 00:00Z  29         soon    CN=soon",
            "2027-01-17 12:00Z  200        later   CN=later",
            "clients: 4, certificates: 3, ended or ending wi",
            "not looked at, as their keys are behind jwks_ur");
        run.Output.Should().Contain("clients: 4, certificates: 3, ended or ending within 30 days: 2\n");
    }

    [TestCase(30, 2)]
    [TestCase(29, 1)]
    [TestCase(0, 1)]
    [TestCase(200, 2)]
    [TestCase(201, 3)]
    public async Task Only_those_that_end_within_the_days_are_shown(int days, int count)
    {
        ToolRun run = await ToolRun.OfAsync(["expiring", WriteFile(Clients), "--days", $"{days}", "--json"]);

        JsonElement[] lines = [.. run.Lines.Select(static line => JsonElement.Parse(line))];
        lines.Should().HaveCount(count + 1);
        lines[0].GetProperty("expired").GetBoolean().Should().BeTrue();
        lines[0].GetProperty("days_left").GetInt32().Should().Be(-3);
        lines[^1].GetProperty("ending").GetInt32().Should().Be(count);
        lines[^1].GetProperty("with_jwks_uri").GetInt32().Should().Be(1);
    }

    [Test]
    public async Task None_that_ends_soon_is_a_yes()
    {
        ToolRun run = await ToolRun.OfAsync(["expiring", WriteFile([Client("later", Certificate("CN=later", days: 200))])]);

        run.ExitCode.Should().Be(ExitCode.Yes);
        run.Output.Should().Be("clients: 1, certificates: 1, ended or ending within 30 days: 0\n");
    }

    [Test]
    public async Task A_file_that_the_store_refuses_is_unreadable()
    {
        string file = _folder.Write("clients.json", """[{ "client_id": "a", "jwks": 5 }]""");

        ToolRun run = await ToolRun.OfAsync(["expiring", file]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().StartWith($"mtlsauth: {file}, ").And.Contain("$[0].jwks");
        (await ToolRun.OfAsync(["expiring", PathOf("none.json")])).ExitCode.Should().Be(ExitCode.Unreadable);
    }

    [Test]
    public async Task What_the_package_writes_into_SQLite_is_read()
    {
        string connection = $"Data Source={PathOf("clients.db")};Pooling=False";
        await using (Application application = await Application.StartAsync(options => options.UseSqlite(connection)))
        {
            await AssertIsReadAsync(application, connection);
        }
    }

    [Test]
    public async Task What_the_package_writes_into_PostgreSQL_is_read()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        string connection = await server.CreateDatabaseAsync();
        await using (Application application = await Application.StartAsync(PostgreSqlServer.Use(connection)))
        {
            await AssertIsReadAsync(application, connection);
        }

        ToolRun torn = await ToolRun.OfAsync(["expiring", "--connection", $"{connection};Password=se;cret"]);
        ToolRun refused = await ToolRun.OfAsync(["expiring", "--connection", $"{connection};Username=nobody;Password=secret42"]);
        await server.KillAsync();
        ToolRun unreachable = await ToolRun.OfAsync(["expiring", "--connection", $"{connection};Password=secret42"]);

        torn.ExitCode.Should().Be(ExitCode.Usage);
        torn.Error.Should().NotContain("cret");
        foreach (ToolRun run in new[] { refused, unreachable })
        {
            run.ExitCode.Should().Be(ExitCode.Unreadable);
            run.Error.Should().StartWith("mtlsauth: the database cannot be read: ").And.NotContain("secret42");
        }
    }

    [Test]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        string file = PathOf("none.db");

        ToolRun run = await ToolRun.OfAsync(["expiring", "--connection", $"Data Source={file}"]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        File.Exists(file).Should().BeFalse();
    }

    [Test]
    public async Task A_database_without_the_table_or_of_another_kind_is_unreadable()
    {
        string garbage = _folder.Write("garbage.db", [.. Enumerable.Repeat((byte)'x', 4_096)]);
        string empty = _folder.Write("empty.db", []);

        foreach (string file in new[] { garbage, empty })
        {
            ToolRun run = await ToolRun.OfAsync(["expiring", "--connection", $"Data Source={file}", "--schema", "a\"b"]);

            run.ExitCode.Should().Be(ExitCode.Unreadable);
            run.Error.Should().StartWith("mtlsauth: the database cannot be read: ");
        }
    }

    [TestCase("Password")]
    [TestCase("PSW")]
    [TestCase("PWD")]
    public async Task A_password_that_the_server_repeats_is_not_shown_whatever_it_is_called(string name)
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task serving = AnswerAsync(server, "SFATAL\0C28P01\0Mno geheim here\0\0");
        int port = ((IPEndPoint)server.LocalEndpoint).Port;

        ToolRun run = await ToolRun.OfAsync(
            ["expiring", "--connection", $"Host=127.0.0.1;Port={port};Username=a;{name}=geheim;SSL Mode=Disable;Gss Encryption Mode=Disable"]);

        run.ExitCode.Should().Be(ExitCode.Unreadable);
        run.Error.Should().Contain("no *** here");
        await serving;
    }

    [TestCase("expiring")]
    [TestCase("expiring a.json --connection Host=a")]
    [TestCase("expiring --connection Nothing=a")]
    [TestCase("expiring --connection Host")]
    [TestCase("expiring --connection Host=a;Port=x")]
    [TestCase("expiring --connection Host=a --provider oracle")]
    [TestCase("expiring a.json --days -1")]
    [TestCase("expiring a.json --days soon")]
    public async Task A_wrong_command_line_is_refused(string commandLine)
    {
        ToolRun run = await ToolRun.OfAsync(commandLine);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().NotContain("Exception");
    }

    // An ErrorResponse of PostgreSQL's protocol, whatever is asked.
    private static async Task AnswerAsync(TcpListener server, string fields)
    {
        using TcpClient client = await server.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[1_024]);
        byte[] text = Encoding.ASCII.GetBytes(fields);
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length + 4);
        await stream.WriteAsync((byte[])[(byte)'E', .. length, .. text]);
    }

    private static async Task AssertIsReadAsync(Application application, string connection)
    {
        foreach (ClientMetadata client in Clients)
        {
            (await application.Records.AddRecordAsync(new ClientRecord { ClientId = client.ClientId, Metadata = client }))
                .Outcome.Should().Be(ClientRecordOutcome.Done);
        }

        ToolRun named = await ToolRun.OfAsync(["expiring", "--connection", connection, "--json"]);
        ToolRun variable = await ToolRun.OfAsync(
            ["expiring", "--json"],
            new ToolWorld { Variables = new Dictionary<string, string> { ["MTLSAUTH_CONNECTION"] = connection } });
        await application.ExecuteAsync($"UPDATE \"MtlsAuthClients\" SET \"Metadata\" = '5' WHERE \"ClientId\" = 'later'");
        ToolRun spoilt = await ToolRun.OfAsync(["expiring", "--connection", connection, "--json"]);

        named.ExitCode.Should().Be(ExitCode.No, "{0}", named.Error);
        named.Lines.Should().HaveCount(3);
        named.Lines[0].Should().Contain("CN=gone");
        variable.Output.Should().Be(named.Output);
        spoilt.ExitCode.Should().Be(ExitCode.Unreadable);
        spoilt.Error.Should().StartWith("mtlsauth: client later: ");
        spoilt.Lines.Should().HaveCount(3);
        spoilt.Lines[^1].Should().Contain("\"unreadable\":1");
    }

    private static ClientMetadata Client(string id, params ClientCertificate[] certificates) => new()
    {
        ClientId = id,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        Jwks = ClientJwkSet.FromCertificates(includeX5c: true, certificates),
    };

    private static ClientCertificate Certificate(string subject, double days) => TestCertificates.Ec()
        .WithSubject(subject)
        .ValidFrom(ToolWorld.Now.AddYears(-1))
        .ValidUntil(ToolWorld.Now.AddDays(days))
        .Create().ClientCertificate;

    private string WriteFile(IEnumerable<ClientMetadata> clients)
    {
        ClientMetadataFile.Write(PathOf("clients.json"), clients);
        return PathOf("clients.json");
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
