using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MtlsAuth.AspNetCore.Hosting;

namespace MtlsAuth.AspNetCore;

/// <summary>Says where <c>AddMtlsAuth</c> finds the clients and their certificates. The last store that is added counts.</summary>
public sealed class MtlsAuthBuilder : MtlsBuilder<MtlsAuthBuilder>
{
    internal MtlsAuthBuilder(IServiceCollection services)
        : base(services)
    {
    }

    /// <summary>Keeps some clients in memory.</summary>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth().AddInMemoryClients(new ClientMetadata
    /// {
    ///     ClientId = "s6BhdRkqt3",
    ///     TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
    ///     Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
    /// });
    /// </code>
    /// </example>
    public MtlsAuthBuilder AddInMemoryClients(params ClientMetadata[] clients)
    {
        InMemoryClientMetadataStore store = new(clients);
        Services.AddSingleton(store);
        Services.Replace(ServiceDescriptor.Singleton<IClientRecordStore>(store));
        return AddStore(_ => store);
    }

    /// <summary>Reads the clients from a JSON file or a folder of them, and follows changes.</summary>
    /// <param name="path">The file or folder; a relative path begins at the application's content root.</param>
    /// <param name="configure">Settings of the store.</param>
    /// <param name="refuseInvalidClients">
    /// Whether a client that could never authenticate, or not as its metadata says, stops the start and keeps a later edit from taking
    /// effect. By default it is only logged, so that one client's fault locks nobody else out.
    /// </param>
    /// <remarks>
    /// A file that cannot be read stops the start; a later broken edit is logged and the last good state stays in force. What a
    /// registration endpoint would find in a client is logged with file, client and member.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth().AddJsonFileClients("clients.json", refuseInvalidClients: true);
    /// </code>
    /// </example>
    public MtlsAuthBuilder AddJsonFileClients(
        string path, Action<JsonFileClientMetadataStoreOptions>? configure = null, bool refuseInvalidClients = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Services.Replace(ServiceDescriptor.Singleton(provider => ClientFile.Open(provider, path, configure, refuseInvalidClients)));
        Services.Replace(ServiceDescriptor.Singleton<IClientRecordStore>(
            static provider => provider.GetRequiredService<JsonFileClientMetadataStore>()));
        return AddStore(static provider => provider.GetRequiredService<JsonFileClientMetadataStore>());
    }

    /// <summary>Looks clients up in the application's own store.</summary>
    /// <param name="lifetime">
    /// How long a store lives, unless the application has registered <typeparamref name="TStore"/> before, which then counts. Scoped, the
    /// default, is one for each request, out of the request's services: right for a store that uses a database context or anything else
    /// that is scoped. Singleton is one for all, which has to be thread-safe: for a store that keeps clients in memory.
    /// </param>
    /// <remarks>
    /// A singleton whose constructor needs something scoped, by whatever way, stops the start in every environment: it would keep the
    /// first one for ever. The authenticator itself serves all requests; outside a request it asks a store in a scope of its own.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsAuth().AddClientMetadataStore&lt;DatabaseClients>();
    /// </code>
    /// </example>
    public MtlsAuthBuilder AddClientMetadataStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        ServiceLifetime lifetime = ServiceLifetime.Scoped)
        where TStore : class, IClientMetadataStore
    {
        Services.TryAdd(ServiceDescriptor.Describe(typeof(TStore), typeof(TStore), lifetime));
        ServiceLifetime registered = Services.Last(static item => item.ServiceType == typeof(TStore) && !item.IsKeyedService).Lifetime;
        if (registered != ServiceLifetime.Singleton)
        {
            Services.AddHttpContextAccessor();
        }

        Services.Replace(ServiceDescriptor.Describe(
            typeof(IClientMetadataStore), typeof(RegisteredClientMetadataStore<TStore>), registered));
        return this;
    }

    private MtlsAuthBuilder AddStore(Func<IServiceProvider, IClientMetadataStore> factory)
    {
        Services.Replace(ServiceDescriptor.Singleton(factory));
        return this;
    }
}
