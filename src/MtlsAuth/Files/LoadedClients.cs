using System.Collections.Frozen;
using MtlsAuth.Clients;

namespace MtlsAuth.Files;

/// <summary>The clients of a file, or of the files of a folder, at one moment.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LoadedClients(IReadOnlyList<LoadedClient> inOrder, Dictionary<string, LoadedClient> byId)
{
    private readonly FrozenDictionary<string, LoadedClient> _byId = byId.ToFrozenDictionary(StringComparer.Ordinal);
    private SortedIds? _ids;

    /// <summary>All of them, as the files have them one after the other.</summary>
    public IReadOnlyList<LoadedClient> InOrder { get; } = inOrder;

    public int Count => _byId.Count;

    public LoadedClient? Find(string clientId) => _byId.GetValueOrDefault(clientId);

    /// <summary>Those that come after an id, in the ordinal order of ids.</summary>
    public IEnumerable<LoadedClient> After(string? clientId) =>
        (_ids ??= new SortedIds(_byId.Keys)).After(clientId).Select(id => _byId[id]);
}
