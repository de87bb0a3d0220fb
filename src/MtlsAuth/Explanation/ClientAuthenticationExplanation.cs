namespace MtlsAuth;

/// <summary>A decision, and how near each key or name that the client registered is to what it presented.</summary>
/// <remarks>
/// For administrators and logs, never for the client: it says what is registered. Immutable and thread-safe.
/// </remarks>
public sealed class ClientAuthenticationExplanation
{
    /// <summary>The most comparisons that are given.</summary>
    public const int MaximumCount = 20;

    internal ClientAuthenticationExplanation(
        ClientAuthenticationResult result, IReadOnlyList<RegisteredValueComparison> comparisons, int omittedCount)
    {
        Result = result;
        Comparisons = comparisons;
        OmittedCount = omittedCount;
    }

    /// <summary>The decision, as the authenticator gave it.</summary>
    public ClientAuthenticationResult Result { get; }

    /// <summary>
    /// The registered keys or names, nearest first. Empty where nothing was there to compare: no certificate, an unknown client, metadata
    /// that nothing can match, keys that could not be had.
    /// </summary>
    public IReadOnlyList<RegisteredValueComparison> Comparisons { get; }

    /// <summary>How many further ones there are, all as far or farther.</summary>
    public int OmittedCount { get; }

    /// <summary>
    /// Whether what the method compares is the same. Where it is and the client was refused all the same, the reason is another one: the
    /// certificate's dates, its chain.
    /// </summary>
    public bool IsMatch => Comparisons is [{ Difference: RegisteredValueDifference.None }, ..];
}
