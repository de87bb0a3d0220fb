namespace MtlsAuth;

/// <summary>Where and why client metadata was not read.</summary>
/// <param name="Path">The member at fault as a JSON path, such as <c>$.jwks</c>; <c>$</c> for the whole object.</param>
/// <param name="Description">What is wrong, in one sentence, for people. It quotes no values.</param>
/// <param name="LineNumber">The line in the text, from 1, if it is known.</param>
public sealed record ClientMetadataError(string Path, string Description, long? LineNumber = null);
