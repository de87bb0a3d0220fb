using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Testing;

/// <summary>The client metadata that a certificate satisfies, for each method (RFC 7591, RFC 8705).</summary>
/// <remarks>Metadata is a record: change what a test needs otherwise by <c>with</c>.</remarks>
/// <example>
/// <code>
/// TestCertificate certificate = TestCertificates.Ec().Create();
/// ClientMetadata client = TestClients.PubKey("client", certificate) with { TlsClientCertificateBoundAccessTokens = true };
/// builder.Services.AddMtlsAuth().AddInMemoryClients(client);
/// </code>
/// </example>
public static class TestClients
{
    /// <summary>A client of <c>pub_key_tls_client_auth</c>: the keys of certificates, bare.</summary>
    /// <param name="clientId">The client's id.</param>
    /// <param name="certificates">The client's certificates, of which any one will do.</param>
    public static ClientMetadata PubKey(string clientId, params TestCertificate[] certificates) =>
        WithKeys(clientId, ClientAuthenticationMethods.PubKeyTlsClientAuth, includeX5c: false, certificates);

    /// <summary>A client of <c>self_signed_tls_client_auth</c> (RFC 8705 §2.2): the certificates themselves, in <c>x5c</c>.</summary>
    /// <inheritdoc cref="PubKey"/>
    public static ClientMetadata SelfSigned(string clientId, params TestCertificate[] certificates) =>
        WithKeys(clientId, ClientAuthenticationMethods.SelfSignedTlsClientAuth, includeX5c: true, certificates);

    /// <summary>A client of <c>tls_client_auth</c> by the certificate's subject (RFC 8705 §2.1.2).</summary>
    /// <remarks>The server has to trust the authority at the top, and to have the method enabled.</remarks>
    /// <exception cref="ArgumentException">The certificate has no subject that can be read.</exception>
    public static ClientMetadata TlsBySubject(string clientId, TestCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Tls(clientId) with
        {
            TlsClientAuthSubjectDn = certificate.ClientCertificate.Subject?.ToString() is { Length: > 0 } subject
                ? subject
                : throw new ArgumentException("The certificate has no subject.", nameof(certificate)),
        };
    }

    /// <summary>A client of <c>tls_client_auth</c> by the certificate's first alternative name of a type (RFC 8705 §2.1.2).</summary>
    /// <exception cref="ArgumentException">The certificate has no such name, or there is no parameter for the type.</exception>
    /// <inheritdoc cref="TlsBySubject"/>
    public static ClientMetadata TlsByAlternativeName(string clientId, TestCertificate certificate, GeneralNameType type)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        string name = certificate.ClientCertificate.SubjectAlternativeNames.FirstOrDefault(item => item.Type == type)?.Text
            ?? throw new ArgumentException($"The certificate has no alternative name of the type {type}.", nameof(certificate));
        ClientMetadata client = Tls(clientId);
        return type switch
        {
            GeneralNameType.Dns => client with { TlsClientAuthSanDns = name },
            GeneralNameType.Uri => client with { TlsClientAuthSanUri = name },
            GeneralNameType.IPAddress => client with { TlsClientAuthSanIp = name },
            GeneralNameType.Email => client with { TlsClientAuthSanEmail = name },
            _ => throw new ArgumentException($"No client registers a name of the type {type}.", nameof(type)),
        };
    }

    /// <summary>The JSON that registers the client (RFC 7591 §3.1): without <c>client_id</c>, which the server chooses.</summary>
    public static string ToRegistrationJson(this ClientMetadata client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Encoding.UTF8.GetString((client with { ClientId = "" }).ToUtf8Json());
    }

    private static ClientMetadata WithKeys(string clientId, string method, bool includeX5c, TestCertificate[] certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        return new ClientMetadata
        {
            ClientId = clientId,
            TokenEndpointAuthMethod = method,
            Jwks = ClientJwkSet.FromCertificates(includeX5c, [.. certificates.Select(static item => item.ClientCertificate)]),
        };
    }

    private static ClientMetadata Tls(string clientId) => new()
    {
        ClientId = clientId,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
    };
}
