using System.Security.Cryptography;
using MtlsAuth.AspNetCore;

namespace AuthorizationServer.Storage;

/// <summary>Clients and signing key in the data folder, grants in memory: for a single instance.</summary>
internal sealed class FolderStore(DataFolder data) : IServerStore
{
    public string Place => data.ClientsFile;

    public Task<ECDsa> OpenAsync()
    {
        data.MakeClientsFile();
        return Task.FromResult(data.LoadOrMakeSigningKey());
    }

    public void AddTo(MtlsAuthBuilder mtlsAuth)
    {
        mtlsAuth.AddJsonFileClients(data.ClientsFile);
        mtlsAuth.Services.AddSingleton<IGrantStore, MemoryGrantStore>();
    }
}
