namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>One server for all tests that do not stop it.</summary>
[SetUpFixture]
internal sealed class SharedPostgreSqlServer
{
    private static readonly Lazy<Task<PostgreSqlServer>> Server = new(PostgreSqlServer.StartAsync);

    /// <summary>Makes a database of its own for one test; where PostgreSQL is not installed, the test is skipped.</summary>
    public static async Task<string> CreateDatabaseAsync() => await (await Server.Value).CreateDatabaseAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Server.Value).DisposeAsync();
        }
    }
}
