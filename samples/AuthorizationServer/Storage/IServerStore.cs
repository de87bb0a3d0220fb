using System.Security.Cryptography;
using MtlsAuth.AspNetCore;

namespace AuthorizationServer.Storage;

/// <summary>Where the server keeps clients, grants and its signing key.</summary>
internal interface IServerStore
{
    /// <summary>Where the clients are, for the log.</summary>
    string Place { get; }

    /// <summary>Makes what is missing, and gives the key that signs access tokens.</summary>
    /// <exception cref="StoreNotOpenedException">The store cannot be reached.</exception>
    Task<ECDsa> OpenAsync();

    /// <summary>Registers the stores of clients and of grants.</summary>
    void AddTo(MtlsAuthBuilder mtlsAuth);
}
