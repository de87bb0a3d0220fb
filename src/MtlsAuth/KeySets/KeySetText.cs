using System.Globalization;

namespace MtlsAuth.KeySets;

/// <summary>Says for the log what is in a key set: on one line, of bounded length.</summary>
/// <remarks>What the client itself wrote is not repeated.</remarks>
internal static class KeySetText
{
    // What a person compares by eye; the number of the others follows.
    private const int MaximumCount = 3;

    /// <summary>Why a set without usable keys has none.</summary>
    public static string WithoutKeys(ClientJwkSet keys) => keys.SkippedKeys.Count == 0
        ? "the client's JWK Set has no keys"
        : $"none of the client's keys can be used{Skipped(keys)}";

    /// <summary>The keys that are not used, to follow another text; empty if all are.</summary>
    public static string Skipped(ClientJwkSet keys) =>
        keys.SkippedKeys.Count == 0 ? string.Empty : $"; not used: {First(keys.SkippedKeys, Describe)}";

    /// <summary>The first of some things, and how many there are besides.</summary>
    public static string First<T>(IReadOnlyList<T> items, Func<T, string> describe)
    {
        string first = string.Join(", ", items.Take(MaximumCount).Select(describe));
        return items.Count <= MaximumCount
            ? first
            : string.Create(CultureInfo.InvariantCulture, $"{first} and {items.Count - MaximumCount} more");
    }

    private static string Describe(SkippedJwk key) => key.Member.Length == 0
        ? $"keys[{key.Index}] {key.Reason}"
        : $"keys[{key.Index}].{key.Member} {key.Reason}";
}
