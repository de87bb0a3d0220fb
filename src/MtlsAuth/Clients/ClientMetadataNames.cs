namespace MtlsAuth.Clients;

/// <summary>Names of members that are read or written at more than one place.</summary>
internal static class ClientMetadataNames
{
    /// <summary>What draft-ietf-oauth-mtls-00 to -07 called <c>tls_client_certificate_bound_access_tokens</c>.</summary>
    public const string BoundAccessTokensInDrafts = "mutual_tls_sender_constrained_access_tokens";
}
