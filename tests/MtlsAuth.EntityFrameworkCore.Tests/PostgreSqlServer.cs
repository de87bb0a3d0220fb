using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>A PostgreSQL server of the tests' own, on a free port of the loopback.</summary>
/// <remarks>It ends when its standard input does: when it is stopped, and also when the tests are killed.</remarks>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "postgres";

    // The server in the background; once nobody holds the input open any more, it quits as after a power failure.
    private const string UntilInputEnds = """
        "$@" >> "$LOG" 2>&1 &
        cat > /dev/null
        kill -QUIT $!
        wait $!
        """;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string _programs;
    private Process? _process;
    private int _databases;

    private PostgreSqlServer(string folder, string programs, int port)
    {
        _folder = folder;
        _programs = programs;
        Port = port;
    }

    public int Port { get; }

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Makes a server and starts it; where it is not installed, the test is skipped.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        if (PostgreSqlPrograms.FindFolder() is not { } programs)
        {
            Assert.Ignore("PostgreSQL is not installed: apt-get install postgresql");
            throw new UnreachableException();
        }

        PostgreSqlServer server = new(Directory.CreateTempSubdirectory("mtlsauth-postgres-").FullName, programs, FindFreePort());
        if (IsRoot)
        {
            await RunAsync("chown", User, server._folder);
        }

        // A locale whose order is not the one of octets.
        await RunAsync([
            .. server.Program("initdb"), "-D", server.PathOf("data"), "-U", User, "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8",
            "--locale-provider=icu", "--icu-locale=en-US"]);
        await server.RestartAsync();
        return server;
    }

    /// <summary>Starts the server again.</summary>
    public async Task RestartAsync()
    {
        _process = Process.Start(new ProcessStartInfo("/bin/sh", [
            "-c", UntilInputEnds, "sh", .. Program("postgres"), "-D", PathOf("data"), "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=200"])
        {
            RedirectStandardInput = true,
            Environment = { ["LOG"] = PathOf("log") },
        })!;
        using CancellationTokenSource deadline = new(Deadline);
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(20));
        while (!await AnswersAsync(deadline.Token))
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"PostgreSQL does not answer: {await File.ReadAllTextAsync(PathOf("log"))}");
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Takes the power away.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Makes a database of its own for one test.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await using NpgsqlConnection connection = new(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using NpgsqlCommand command = new($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public static Action<DbContextOptionsBuilder> Use(string connectionString) => options => options.UseNpgsql(connectionString);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {await error}");
        }
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Database = database,
        Timeout = 5,
        CommandTimeout = 10,
        MaxPoolSize = 20,
    }.ConnectionString;

    private string PathOf(string name) => Path.Combine(_folder, name);

    // PostgreSQL does not run as root.
    private string[] Program(string name) => IsRoot
        ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", Path.Combine(_programs, name)]
        : [Path.Combine(_programs, name)];

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = new(ConnectionString("postgres") + ";Pooling=false");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
