using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

public sealed class JsonFolderClientRegistryTests : ClientRegistryContract, IDisposable
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
        _store = JsonFileClientMetadataStore.Open(_folder.Path);
        return Task.FromResult<IClientRecordStore>(_store);
    }
}
