namespace MtlsAuth.JwksUri.KeySets;

/// <summary>Whether keys were fetched out of turn.</summary>
internal enum KeySetRefreshOutcome
{
    /// <summary>They were, by this request.</summary>
    Fetched,

    /// <summary>They were a short while ago, or are by another request.</summary>
    CoolingDown,

    /// <summary>They were not, since too many are.</summary>
    NoBudget,
}
