using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using MtlsAuth.EntityFrameworkCore.Tests;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>The sample authorization server without its database, and with one that comes and goes.</summary>
public sealed class StoreOutageTests
{
    [Test]
    public async Task A_database_that_is_gone_is_unavailable_and_nothing_is_lost()
    {
        await using PostgreSqlServer database = await PostgreSqlServer.StartAsync();
        using TemporaryFolder data = new();
        using SampleClient client = new();
        using AuthorizationServerProcess server = await AuthorizationServerProcess.StartAsync(
            data.FullPath, "--Store", "postgres", "--Cache", "memory", "--ConnectionString", await database.CreateDatabaseAsync());
        await client.RegisterAsync(server);
        (_, JsonElement tokens) = await client.RedeemAsync(server, await client.GetCodeAsync(server));
        string refreshToken = tokens.GetProperty("refresh_token").GetString()!;

        await database.KillAsync();
        (HttpStatusCode status, JsonElement body) = await client.RefreshAsync(server, refreshToken);
        using HttpResponseMessage management = await client.ManageAsync(server, HttpMethod.Get);
        (HttpStatusCode own, _) = await client.GetTokenAsync(server);
        await database.RestartAsync();

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("error").GetString().Should().Be("temporarily_unavailable");
        management.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        management.Headers.RetryAfter.Should().NotBeNull();
        own.Should().Be(HttpStatusCode.OK, "the client is in the cache");
        (await client.RefreshAsync(server, refreshToken)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_server_that_cannot_open_its_database_stops_and_says_so_without_the_password()
    {
        using TemporaryFolder data = new();

        (int code, string error) = await RunAsync(
            data, "--Store", "postgres", "--ConnectionString", "Host=127.0.0.1;Port=1;Database=none;Password=secret;Timeout=2");

        code.Should().Be(1);
        error.Should().Contain("the PostgreSQL database none at 127.0.0.1:1 cannot be opened").And.NotContain("secret")
            .And.NotContain("   at ");
    }

    [Test]
    public async Task A_store_that_is_not_known_stops_the_server()
    {
        using TemporaryFolder data = new();

        (int code, string error) = await RunAsync(data, "--Store", "paper");

        code.Should().Be(1);
        error.Should().Contain("json, sqlite or postgres");
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    public async Task A_database_that_holds_the_signing_key_is_for_the_servers_user_only()
    {
        using TemporaryFolder data = new();
        using AuthorizationServerProcess server = await AuthorizationServerProcess.StartAsync(data.FullPath, "--Store", "sqlite");

        File.GetUnixFileMode(data.PathOf("server.db")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(data.PathOf("signing.key")).Should().BeFalse();
        File.Exists(data.PathOf("clients.json")).Should().BeFalse();
    }

    private static async Task<(int Code, string Error)> RunAsync(TemporaryFolder data, params string[] settings)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "AuthorizationServer.dll"), "--DataFolder", data.FullPath, .. settings])
        {
            WorkingDirectory = data.FullPath,
            RedirectStandardError = true,
        })!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
