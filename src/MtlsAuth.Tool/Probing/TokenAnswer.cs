namespace MtlsAuth.Tool.Probing;

/// <summary>What a token endpoint answered, without anything that is worth stealing.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error"><c>error</c> (RFC 6749 §5.2), or null.</param>
/// <param name="ErrorDescription"><c>error_description</c>, shortened, or null.</param>
/// <param name="Token">What kind of token it is; null if there is none.</param>
/// <param name="Confirmation"><c>x5t#S256</c> in the token's <c>cnf</c> (RFC 8705 §3.1), or null.</param>
/// <param name="IsOpaque">Whether nobody but the server can look into the token.</param>
internal sealed record TokenAnswer(
    int Status, string? Error, string? ErrorDescription, string? Token, string? Confirmation, bool IsOpaque);
