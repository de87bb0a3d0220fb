namespace MtlsAuth.Tool.Probing;

/// <summary>What is to be probed.</summary>
/// <param name="Url">The issuer, or its metadata document.</param>
/// <param name="TokenEndpoint">The token endpoint, for servers without metadata; else null.</param>
/// <param name="ClientId">The client; null to ask for no token.</param>
/// <param name="Scope">The scope to ask for, or null.</param>
internal sealed record ProbeTarget(Uri Url, Uri? TokenEndpoint, string? ClientId, string? Scope);
