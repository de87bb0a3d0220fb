namespace MtlsAuth.Clients;

/// <summary>The ids of the clients in memory in ordinal order, so that pages of them need not sort all again.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class SortedIds
{
    private readonly string[] _ids;

    /// <param name="ids">The ids, in any order.</param>
    /// <param name="change">The change after which they were read.</param>
    public SortedIds(IEnumerable<string> ids, long change = 0)
    {
        Change = change;
        _ids = [.. ids];
        Array.Sort(_ids, StringComparer.Ordinal);
    }

    public long Change { get; }

    /// <summary>The ids that come after this one, whether it is there or not.</summary>
    public IEnumerable<string> After(string? id)
    {
        // Null comes before all.
        int found = Array.BinarySearch(_ids, id, StringComparer.Ordinal);
        return _ids.Skip(found >= 0 ? found + 1 : ~found);
    }
}
