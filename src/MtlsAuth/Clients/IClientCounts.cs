namespace MtlsAuth;

/// <summary>How much a client metadata store holds, for gauges that are read now and then.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IClientCounts
{
    /// <summary>How many clients there are.</summary>
    int ClientCount { get; }

    /// <summary>How many keys of these clients are not used, all sets together (RFC 7517 §5).</summary>
    int SkippedKeyCount { get; }
}
