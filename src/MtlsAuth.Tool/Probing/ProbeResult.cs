namespace MtlsAuth.Tool.Probing;

/// <summary>How far a probe came, and what it saw on its way.</summary>
internal sealed record ProbeResult
{
    /// <summary>What the server promises; null if it publishes nothing.</summary>
    public ServerPromises? Promises { get; init; }

    /// <summary>What the server said in the handshake: the token endpoint's, if the probe came so far.</summary>
    public Handshake? Handshake { get; init; }

    /// <summary>What the token endpoint answered.</summary>
    public TokenAnswer? Answer { get; init; }

    /// <summary>The likely cause of what is not as it should be.</summary>
    public ProbeCause Cause { get; init; }

    /// <summary>What happened last, if it was not an answer.</summary>
    public string? Incident { get; init; }
}
