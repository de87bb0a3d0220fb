namespace MtlsAuth.Tests.Registration;

public sealed class InMemoryClientRegistryTests : ClientRegistryContract
{
    protected override Task<IClientRecordStore> OpenEmptyAsync() =>
        Task.FromResult<IClientRecordStore>(new InMemoryClientMetadataStore());
}
