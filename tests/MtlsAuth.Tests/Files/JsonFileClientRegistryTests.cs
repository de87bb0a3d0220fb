using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

public sealed class JsonFileClientRegistryTests : ClientRegistryContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private JsonFileClientMetadataStore? _store;

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Dispose();
    }

    protected override Task<IClientRecordStore> OpenEmptyAsync()
    {
        _store = JsonFileClientMetadataStore.Open(_folder.Write("clients.json", "[]"));
        return Task.FromResult<IClientRecordStore>(_store);
    }
}
