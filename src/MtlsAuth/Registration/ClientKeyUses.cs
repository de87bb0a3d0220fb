namespace MtlsAuth.Registration;

/// <summary>Which keys a client still authenticates with, as far as that is known.</summary>
/// <remarks>
/// A key that is not among these was not used since the store began to keep uses: for one in memory, since this instance started.
/// Immutable and thread-safe.
/// </remarks>
public sealed class ClientKeyUses
{
    /// <summary>Says which were used.</summary>
    /// <param name="uses">The uses, the latest first; null if nobody keeps them.</param>
    public ClientKeyUses(IReadOnlyList<ClientKeyUse>? uses)
    {
        Uses = uses ?? [];
        IsKnown = uses is not null;
    }

    /// <summary>Says that they could not be read.</summary>
    public ClientKeyUses(Exception exception)
    {
        Uses = [];
        Exception = exception;
    }

    /// <summary>The uses, the latest first, each key once.</summary>
    public IReadOnlyList<ClientKeyUse> Uses { get; }

    /// <summary>Whether uses are kept and could be read; if not, a missing key says nothing.</summary>
    public bool IsKnown { get; }

    /// <summary>Why they could not be read, for the log; null if they could, or nobody keeps them.</summary>
    public Exception? Exception { get; }
}
