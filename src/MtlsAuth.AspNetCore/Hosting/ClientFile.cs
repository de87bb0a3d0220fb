using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Opens a file of clients, checks each as a registration endpoint would, and logs what was found.</summary>
internal sealed class ClientFile
{
    // Every client of a large file may have the same fault, and each reload finds it again. The count of all is logged.
    private const int MaximumLogged = 100;

    // RFC 7591 §2 and OpenID Connect: methods that the server may support by itself. What is none of them is misspelt.
    private static readonly string[] OtherMethods =
        ["none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"];

    private readonly string _path;
    private readonly bool _refuseInvalidClients;
    private readonly ILogger _logger;
    private readonly MtlsAuthMetrics _metrics;
    private readonly ClientRegistrationValidator _validator;
    private int _findingCount;

    private ClientFile(IServiceProvider provider, string path, bool refuseInvalidClients)
    {
        _path = ContentRoot.PathOf(provider, path);
        _refuseInvalidClients = refuseInvalidClients;
        _logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);
        _metrics = provider.GetRequiredService<MtlsAuthMetrics>();
        _validator = new ClientRegistrationValidator(
            RegistrationSettings.Create(provider, OtherMethods, isTrustedSource: true), provider.GetRequiredService<TimeProvider>());
    }

    /// <summary>Opens the store.</summary>
    /// <exception cref="ClientMetadataFileException">A file cannot be read, or a client in it is refused.</exception>
    public static JsonFileClientMetadataStore Open(
        IServiceProvider provider, string path, Action<JsonFileClientMetadataStoreOptions>? configure, bool refuseInvalidClients)
    {
        ClientFile file = new(provider, path, refuseInvalidClients);
        JsonFileClientMetadataStoreOptions options = new();
        configure?.Invoke(options);
        Func<IReadOnlyList<LoadedClient>, ClientMetadataError?>? check = options.Check;
        options.Check = clients => file.Check(clients) ?? check?.Invoke(clients);
        options.OnReloaded = file.Reloaded + options.OnReloaded;
        options.OnReloadFailed = file.ReloadFailed + options.OnReloadFailed;

        JsonFileClientMetadataStore store =
            JsonFileClientMetadataStore.Open(file._path, options, provider.GetRequiredService<TimeProvider>());
        Log.ClientsLoaded(file._logger, file._path, store.ClientCount, store.SkippedKeyCount, file._findingCount);
        return store;
    }

    // Null, or the first error if errors are to refuse the files.
    private ClientMetadataError? Check(IReadOnlyList<LoadedClient> clients)
    {
        _findingCount = 0;
        ClientMetadataError? refused = null;
        foreach (LoadedClient client in clients)
        {
            foreach (ClientRegistrationFinding finding in _validator.Validate(client.Metadata).Findings)
            {
                if (finding.Severity == ClientRegistrationSeverity.Information)
                {
                    continue;
                }

                string place = client.Path + finding.Path[1..];
                if (_findingCount++ < MaximumLogged)
                {
                    WriteLog(client, place, finding);
                }

                if (_refuseInvalidClients && finding.Severity == ClientRegistrationSeverity.Error)
                {
                    refused ??= new ClientMetadataError(place, finding.Text) { File = client.File, ClientId = client.Metadata.ClientId };
                }
            }
        }

        return refused;
    }

    private void WriteLog(LoadedClient client, string place, ClientRegistrationFinding finding)
    {
        string clientId = LogText.From(client.Metadata.ClientId);
        if (finding.Severity == ClientRegistrationSeverity.Error)
        {
            Log.ClientInvalid(_logger, clientId, client.File, place, finding.Text);
        }
        else
        {
            Log.ClientDoubtful(_logger, clientId, client.File, place, finding.Text);
        }
    }

    private void Reloaded(IClientCounts counts)
    {
        Log.ClientsReloaded(_logger, _path, counts.ClientCount, counts.SkippedKeyCount, _findingCount);
        _metrics.RecordReload(ReloadedFileKinds.Clients, error: null);
    }

    private void ReloadFailed(ClientMetadataError error)
    {
        Log.ClientFileRefused(_logger, error.ToString());
        _metrics.RecordReload(ReloadedFileKinds.Clients, "Refused");
    }
}
