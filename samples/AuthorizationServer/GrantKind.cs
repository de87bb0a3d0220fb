namespace AuthorizationServer;

/// <summary>What a grant is redeemed with.</summary>
internal enum GrantKind
{
    AuthorizationCode,
    RefreshToken,
}
