using MtlsAuth.Tests.Registration;

namespace MtlsAuth.EntityFrameworkCore.Tests;

public sealed class SqliteClientRegistryTests : ClientRegistryContract, IAsyncDisposable
{
    private readonly SqliteFile _database = new();
    private Application? _application;

    public async ValueTask DisposeAsync()
    {
        await _application!.DisposeAsync();
        _database.Dispose();
    }

    protected override async Task<IClientRecordStore> OpenEmptyAsync() =>
        (_application = await Application.StartAsync(_database.Configure)).Records;
}
