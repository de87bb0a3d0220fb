namespace MtlsAuth.Fuzz.Targets;

/// <summary>The names of members, for changes of JSON.</summary>
internal static class JwkTokens
{
    public static IReadOnlyList<string> KeySet { get; } =
    [
        "keys", "kty", "crv", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi", "oth", "k", "pub", "priv", "use", "key_ops", "alg",
        "kid", "x5c", "x5t", "x5t#S256", "x5u", "RSA", "EC", "OKP", "AKP", "P-256", "P-384", "P-521", "Ed25519", "Ed448", "secp256k1",
        "ML-DSA-44", "sig", "enc", "verify",
    ];

    public static IReadOnlyList<string> Metadata { get; } =
    [
        .. KeySet, "client_id", "client_name", "token_endpoint_auth_method", "jwks", "jwks_uri", "tls_client_auth_subject_dn",
        "tls_client_auth_san_dns", "tls_client_auth_san_uri", "tls_client_auth_san_ip", "tls_client_auth_san_email",
        "tls_client_auth_root_dn", "tls_client_certificate_bound_access_tokens", "self_signed_tls_client_auth_matching",
        "pub_key_tls_client_auth", "self_signed_tls_client_auth", "tls_client_auth", "client_secret", "redirect_uris",
    ];
}
