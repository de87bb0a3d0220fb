using System.Collections.Concurrent;

namespace MtlsAuth;

/// <summary>Keeps in memory which client still uses which key: of this instance, since it started.</summary>
/// <remarks>
/// Bounded: of each client the 16 keys that were used last, and no more than 100,000 clients, beyond which no further ones are kept.
/// Thread-safe.
/// </remarks>
public sealed class InMemoryClientKeyUseStore : IClientKeyUseStore
{
    private const int MaximumKeyCount = 16;
    private const int MaximumClientCount = 100_000;

    private readonly ConcurrentDictionary<string, ClientKeyUse[]> _uses = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask RecordAsync(IReadOnlyList<ClientKeyUse> uses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uses);
        foreach (ClientKeyUse use in uses)
        {
            if (_uses.ContainsKey(use.ClientId) || _uses.Count < MaximumClientCount)
            {
                _uses.AddOrUpdate(
                    use.ClientId, static (_, use) => [use], static (_, before, use) => Merge(before, use), factoryArgument: use);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClientKeyUse>> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<ClientKeyUse>>(_uses.GetValueOrDefault(clientId) ?? []);

    private static ClientKeyUse[] Merge(ClientKeyUse[] before, ClientKeyUse use) =>
    [
        .. before.Append(use)
            .GroupBy(static item => item.KeyThumbprint)
            .Select(static group => group.MaxBy(static item => item.LastUsedAt)!)
            .OrderByDescending(static item => item.LastUsedAt)
            .Take(MaximumKeyCount),
    ];
}
