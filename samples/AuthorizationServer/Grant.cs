using MtlsAuth;

namespace AuthorizationServer;

/// <summary>What a user has granted a client, and what it is bound to.</summary>
/// <param name="Kind">What it is redeemed with.</param>
/// <param name="ClientId">The client.</param>
/// <param name="Subject">The user.</param>
/// <param name="Scope">The scope, or null.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Binding">To the client, or for public clients to a certificate (RFC 8705 §4, §7.1).</param>
/// <param name="RedirectUri">Of a code: where it was sent.</param>
/// <param name="CodeChallenge">Of a code: the hash of the verifier that has to come with it (RFC 7636 §4.2).</param>
internal sealed record Grant(
    GrantKind Kind,
    string ClientId,
    string Subject,
    string? Scope,
    DateTimeOffset ExpiresAt,
    RefreshTokenBinding Binding,
    string? RedirectUri = null,
    string? CodeChallenge = null);
