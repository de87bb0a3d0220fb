using MtlsAuth.Tests.Registration;

namespace MtlsAuth.EntityFrameworkCore.Tests;

public sealed class PostgreSqlClientRegistryTests : ClientRegistryContract
{
    private Application? _application;

    [TearDown]
    public async Task StopAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }

    protected override async Task<IClientRecordStore> OpenEmptyAsync() => (_application =
        await Application.StartAsync(PostgreSqlServer.Use(await SharedPostgreSqlServer.CreateDatabaseAsync()))).Records;
}
