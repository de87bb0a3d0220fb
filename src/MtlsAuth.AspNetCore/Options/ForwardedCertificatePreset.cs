namespace MtlsAuth.AspNetCore;

/// <summary>The header and format in which a proxy passes client certificates, by itself or as this project's samples have it.</summary>
/// <remarks>A preset says what the header looks like. It proves nothing: who set the header has to be proved in each case.</remarks>
public enum ForwardedCertificatePreset
{
    /// <summary>nginx: <c>$ssl_client_escaped_cert</c> in <c>X-Client-Cert</c>; its verdict is <c>$ssl_client_verify</c>.</summary>
    Nginx,

    /// <summary>
    /// Apache httpd: <c>SSL_CLIENT_CERT</c> with spaces for line ends in <c>X-Client-Cert</c>; its verdict is
    /// <c>SSL_CLIENT_VERIFY</c>.
    /// </summary>
    Apache,

    /// <summary>HAProxy: <c>ssl_c_der,base64</c> in <c>X-Client-Cert</c>; its verdict is <c>ssl_c_verify</c>.</summary>
    HAProxy,

    /// <summary>Caddy: <c>certificate_der_base64</c> in <c>X-Client-Cert</c>.</summary>
    Caddy,

    /// <summary>Envoy: <c>X-Forwarded-Client-Cert</c> with <c>Cert</c>, and <c>Chain</c> if it is switched on.</summary>
    Envoy,

    /// <summary>
    /// An Istio gateway: Envoy's header, with the client's element only. A server with a sidecar gets <see cref="IstioSidecar"/>'s.
    /// </summary>
    Istio,

    /// <summary>Traefik 2.9.4 and later with <c>passTLSClientCert.pem</c>: <c>X-Forwarded-Tls-Client-Cert</c>.</summary>
    Traefik,

    /// <summary>AWS Application Load Balancer that verifies chains itself: <c>X-Amzn-Mtls-Clientcert-Leaf</c>.</summary>
    AwsAlbVerify,

    /// <summary>AWS Application Load Balancer that verifies nothing: <c>X-Amzn-Mtls-Clientcert</c> with the whole chain.</summary>
    AwsAlbPassthrough,

    /// <summary>Azure App Service, which verifies nothing: <c>X-ARR-ClientCert</c>.</summary>
    AzureAppService,

    /// <summary>
    /// Google Cloud load balancers: <c>client_cert_leaf</c> in <c>Client-Cert</c>, <c>client_cert_chain</c> in <c>Client-Cert-Chain</c>;
    /// the verdict is <c>client_cert_chain_verified</c>.
    /// </summary>
    GoogleLoadBalancer,

    /// <summary>Cloudflare's certificate forwarding: <c>Cf-Client-Cert-Der-Base64</c>, on the first request of a connection only.</summary>
    Cloudflare,

    /// <summary>Kong's plug-in tls-metadata-headers, which verifies nothing: <c>X-Client-Cert</c>.</summary>
    Kong,

    /// <summary>Any proxy that writes <c>Client-Cert</c> and <c>Client-Cert-Chain</c> of RFC 9440.</summary>
    Rfc9440,

    /// <summary>
    /// A proxy set up for Connect2id server: PEM on one line, plain or percent-encoded, in a header whose name is the secret
    /// (<see cref="ForwardedCertificateOptions.SecretHeaderName"/>).
    /// </summary>
    Connect2id,

    /// <summary>
    /// An Istio gateway in front of a server with a sidecar, as a mesh has it by default: Envoy's header with two elements, the client's,
    /// which the gateway writes, and then the gateway's own, which the sidecar appends.
    /// </summary>
    IstioSidecar,
}
