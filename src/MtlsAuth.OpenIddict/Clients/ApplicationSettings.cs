using System.Collections.Immutable;

namespace MtlsAuth.OpenIddict.Clients;

/// <summary>Client metadata in the settings of an application of OpenIddict's, under the names of RFC 7591 and RFC 8705.</summary>
/// <remarks>Keys by value are OpenIddict's own, and so is whether the client is public.</remarks>
internal static class ApplicationSettings
{
    private const string Method = "token_endpoint_auth_method";
    private const string JwksUri = "jwks_uri";
    private const string SubjectDn = "tls_client_auth_subject_dn";
    private const string SanDns = "tls_client_auth_san_dns";
    private const string SanUri = "tls_client_auth_san_uri";
    private const string SanIp = "tls_client_auth_san_ip";
    private const string SanEmail = "tls_client_auth_san_email";
    private const string RootDn = "tls_client_auth_root_dn";
    private const string BoundAccessTokens = "tls_client_certificate_bound_access_tokens";
    private const string Matching = "self_signed_tls_client_auth_matching";
    private const string MatchingCertificate = "certificate";
    private const string MatchingPublicKey = "public_key";

    /// <summary>Writes the metadata, in place of what was there.</summary>
    public static void Write(IDictionary<string, string> settings, ClientMetadata metadata)
    {
        Set(Method, metadata.TokenEndpointAuthMethod);
        Set(JwksUri, metadata.JwksUri);
        Set(SubjectDn, metadata.TlsClientAuthSubjectDn);
        Set(SanDns, metadata.TlsClientAuthSanDns);
        Set(SanUri, metadata.TlsClientAuthSanUri);
        Set(SanIp, metadata.TlsClientAuthSanIp);
        Set(SanEmail, metadata.TlsClientAuthSanEmail);
        Set(RootDn, metadata.TlsClientAuthRootDn);
        Set(BoundAccessTokens, metadata.TlsClientCertificateBoundAccessTokens ? "true" : null);
        Set(Matching, metadata.SelfSignedMatching switch
        {
            SelfSignedMatching.Certificate => MatchingCertificate,
            SelfSignedMatching.PublicKey => MatchingPublicKey,
            _ => null,
        });

        void Set(string name, string? value)
        {
            if (value is null)
            {
                settings.Remove(name);
            }
            else
            {
                settings[name] = value;
            }
        }
    }

    /// <summary>Reads the metadata, without keys by value.</summary>
    /// <exception cref="ClientMetadataUnavailableException">A setting has none of its values.</exception>
    public static ClientMetadata Read(string clientId, ImmutableDictionary<string, string> settings)
    {
        ClientMetadata metadata = ReadMembers(clientId, settings);

        // Of a value that is no boolean the stricter reading is the safe one.
        return settings.GetValueOrDefault(BoundAccessTokens) is { Length: > 0 } asks
            && !asks.Equals("false", StringComparison.OrdinalIgnoreCase)
            ? metadata with { TlsClientCertificateBoundAccessTokens = true }
            : metadata;
    }

    private static ClientMetadata ReadMembers(string clientId, ImmutableDictionary<string, string> settings) => new()
    {
        ClientId = clientId,
        TokenEndpointAuthMethod = settings.GetValueOrDefault(Method),
        JwksUri = settings.GetValueOrDefault(JwksUri),
        TlsClientAuthSubjectDn = settings.GetValueOrDefault(SubjectDn),
        TlsClientAuthSanDns = settings.GetValueOrDefault(SanDns),
        TlsClientAuthSanUri = settings.GetValueOrDefault(SanUri),
        TlsClientAuthSanIp = settings.GetValueOrDefault(SanIp),
        TlsClientAuthSanEmail = settings.GetValueOrDefault(SanEmail),
        TlsClientAuthRootDn = settings.GetValueOrDefault(RootDn),
        SelfSignedMatching = settings.GetValueOrDefault(Matching) switch
        {
            null or "" => null,
            MatchingCertificate => SelfSignedMatching.Certificate,
            MatchingPublicKey => SelfSignedMatching.PublicKey,
            _ => throw new ClientMetadataUnavailableException(
                $"The application's setting {Matching} is neither {MatchingCertificate} nor {MatchingPublicKey}."),
        },
    };
}
