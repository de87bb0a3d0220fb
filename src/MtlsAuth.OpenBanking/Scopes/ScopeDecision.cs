namespace MtlsAuth.OpenBanking;

/// <summary>
/// Which of the requested scopes the roles of a client allow. A server grants the first, or refuses the request for the second.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ScopeDecision
{
    internal ScopeDecision(IReadOnlyList<string> granted, IReadOnlyList<string> refused)
    {
        Granted = granted;
        Refused = refused;
    }

    /// <summary>The scopes for which the roles are there, and those that need none, in the order of the request.</summary>
    public IReadOnlyList<string> Granted { get; }

    /// <summary>The scopes for which a role is missing, in the order of the request.</summary>
    public IReadOnlyList<string> Refused { get; }

    /// <summary>Whether nothing is refused.</summary>
    public bool IsComplete => Refused.Count == 0;
}
