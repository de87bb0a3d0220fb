namespace MtlsAuth.Explanation;

/// <summary>A registered value that was compared, and the words for it, which are only made for the nearest.</summary>
internal readonly record struct ComparedValue(RegisteredValueDifference Difference, Func<RegisteredValueComparison> Describe);
