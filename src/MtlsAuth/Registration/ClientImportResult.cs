namespace MtlsAuth.Registration;

/// <summary>What came of an import.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientImportResult
{
    /// <summary>The most refusals that are kept; all of them are counted.</summary>
    public const int MaximumRefusals = 1_000;

    internal ClientImportResult(ClientImportProgress counts, IReadOnlyList<ClientImportRefusal> refusals, Exception? exception)
    {
        AddedCount = counts.AddedCount;
        RefusedCount = counts.RefusedCount;
        Refusals = refusals;
        Exception = exception;
    }

    /// <summary>How many clients were added.</summary>
    public long AddedCount { get; }

    /// <summary>How many were not, for a reason of their own.</summary>
    public long RefusedCount { get; }

    /// <summary>The first <see cref="MaximumRefusals"/> of these.</summary>
    public IReadOnlyList<ClientImportRefusal> Refusals { get; }

    /// <summary>
    /// Why the import ended early, if the store could not be reached; null if all clients were tried. Of the last batch, some may have been
    /// added that are not counted.
    /// </summary>
    public Exception? Exception { get; }
}
