namespace MtlsAuth.Files;

/// <summary>What came of reading files: a value, or what is wrong with them.</summary>
/// <param name="Value">The value, or null.</param>
/// <param name="Error">What is wrong, with a text of its own for each fault; null if there is a value.</param>
/// <param name="CouldNotOpen">Whether a file could not be opened, which may pass without any change to it.</param>
internal readonly record struct FileReading<T, TError>(T? Value, TError? Error, bool CouldNotOpen = false)
    where T : class
    where TError : class;
