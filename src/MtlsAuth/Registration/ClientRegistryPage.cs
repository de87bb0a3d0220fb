namespace MtlsAuth.Registration;

/// <summary>Some of the clients of a registry.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientRegistryPage
{
    /// <summary>Makes a page that could be read.</summary>
    /// <param name="records">The clients.</param>
    /// <param name="continuation">What the next page is asked for with; null if this is the last.</param>
    public ClientRegistryPage(IReadOnlyList<ClientRecord> records, string? continuation)
    {
        Records = records;
        Continuation = continuation;
    }

    /// <summary>Makes a page that could not be read.</summary>
    public ClientRegistryPage(Exception exception)
    {
        Records = [];
        Exception = exception;
    }

    /// <summary>The clients by their ids in ordinal order, those with <see cref="ClientRecord.Error"/> among them.</summary>
    public IReadOnlyList<ClientRecord> Records { get; }

    /// <summary>What the next page is asked for with; null if this is the last, or could not be read.</summary>
    public string? Continuation { get; }

    /// <summary>Why the store could not be read, for the log; null if it could.</summary>
    public Exception? Exception { get; }
}
