namespace MtlsAuth.Forwarding;

/// <summary>How a proxy that ends TLS writes the client's certificate into a request header.</summary>
/// <remarks>
/// <para>
/// The format is part of the configuration and is never guessed: <c>Client-Cert</c>, <c>X-Client-Cert</c> and
/// <c>X-Forwarded-Client-Cert</c> each are written in several of them. It also says how a chain travels: in the same value, or in
/// headers of its own.
/// </para>
/// <para>
/// In no format is <c>+</c> a space, is anything decoded twice, or is a damaged value repaired.
/// </para>
/// </remarks>
public enum ForwardedCertificateFormat
{
    /// <summary>One PEM block as it is, with line ends, spaces or tabs between its lines, or nothing at all.</summary>
    /// <remarks>
    /// <para><c>-----BEGIN CERTIFICATE----- MIIC… …== -----END CERTIFICATE-----</c></para>
    /// <para>
    /// Apache <c>%{SSL_CLIENT_CERT}s</c> (spaces), HAProxy rules that put the boundaries around the base64, the one-line form of
    /// Connect2id server. Chain: one header for each further certificate, in their order, as Apache's <c>SSL_CLIENT_CERT_CHAIN_0</c>,
    /// <c>_1</c> and so on.
    /// </para>
    /// <para>
    /// Not for nginx: <c>$ssl_client_cert</c> folds the header's lines, which servers such as Kestrel refuse (RFC 9112 §5.2).
    /// <c>$ssl_client_escaped_cert</c> is <see cref="PercentEncodedPem"/>.
    /// </para>
    /// </remarks>
    Pem = 1,

    /// <summary>One PEM block, percent-encoded (RFC 3986 §2.1); hexadecimal digits in either case.</summary>
    /// <remarks>
    /// <para><c>-----BEGIN%20CERTIFICATE-----%0AMIIC…%2B…%3D%3D%0A-----END%20CERTIFICATE-----%0A</c></para>
    /// <para>
    /// nginx <c>$ssl_client_escaped_cert</c>, ingress-nginx, Kong, CloudFront, Apache <c>escape</c> expressions, and AWS ALB in verify
    /// mode, which leaves <c>+</c>, <c>/</c> and <c>=</c> as they are. Chain: as for <see cref="Pem"/>.
    /// </para>
    /// </remarks>
    PercentEncodedPem,

    /// <summary>
    /// <see cref="Pem"/> or <see cref="PercentEncodedPem"/>, told apart by the first boundary: only the former has a space in it.
    /// </summary>
    /// <remarks>
    /// What Connect2id server accepts in its <c>op.tls.clientX509CertHeader</c> since version 8.1. No value can be read in both ways:
    /// the unencoded boundary needs the space that a percent-encoded value must not have. Chain: as for <see cref="Pem"/>, each value
    /// in either form.
    /// </remarks>
    PemOrPercentEncodedPem,

    /// <summary>Percent-encoded PEM blocks one after the other in one value: the client's certificate, then its chain.</summary>
    /// <remarks>
    /// <para>
    /// <c>-----BEGIN%20CERTIFICATE-----%0AMIIC…%0A-----END%20CERTIFICATE-----%0A-----BEGIN%20CERTIFICATE-----%0A…</c>
    /// </para>
    /// <para>AWS ALB in passthrough mode, <c>X-Amzn-Mtls-Clientcert</c>. There is no chain header.</para>
    /// </remarks>
    PercentEncodedPemChain,

    /// <summary>The DER in standard base64 with padding, optionally in double quotes.</summary>
    /// <remarks>
    /// <para><c>MIIC…==</c></para>
    /// <para>
    /// HAProxy <c>%[ssl_c_der,base64]</c> (in quotes with <c>%{+Q}</c>), Caddy <c>certificate_der_base64</c>, Azure App Service
    /// <c>X-ARR-ClientCert</c>, Cloudflare <c>Cf-Client-Cert-Der-Base64</c>, F5 BIG-IP <c>b64encode [SSL::cert 0]</c>. Chain: one header
    /// with the base64 of all further certificates' DER one after the other, as HAProxy <c>%[ssl_c_chain_der,base64]</c> writes it.
    /// </para>
    /// </remarks>
    Base64Der,

    /// <summary>The <c>Client-Cert</c> and <c>Client-Cert-Chain</c> fields of RFC 9440: structured fields (RFC 9651).</summary>
    /// <remarks>
    /// <para><c>Client-Cert: :MIIC…==:</c> and <c>Client-Cert-Chain: :MIIB…:, :MIID…=:</c></para>
    /// <para>
    /// Google Cloud load balancers, Cloudflare <c>cert_rfc9440</c>, and HAProxy, Caddy, Apache and nginx (with a script) when told to put
    /// colons around the base64. Missing padding and spare bits are accepted as RFC 9651 §4.2.7 asks; parameters, which RFC 9440 does
    /// not define, are not. The chain may come in several lines.
    /// </para>
    /// </remarks>
    Rfc9440,

    /// <summary>
    /// Envoy's <c>x-forwarded-client-cert</c> that begins with the client's element, whose <c>Hash</c> has to fit its <c>Cert</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// <c>By=spiffe://a/proxy;Hash=0a1b…;Cert="-----BEGIN%20CERTIFICATE-----%0AMIIC…";Chain="…";Subject="CN=client";URI=spiffe://a/b</c>
    /// </para>
    /// <para>
    /// Envoy with <c>forward_client_cert_details: SANITIZE_SET</c> and <c>cert</c> (and <c>chain</c>) in
    /// <c>set_current_client_cert_details</c>, Istio gateways, Azure Container Apps. <c>Cert</c> and <c>Chain</c> are percent-encoded
    /// PEM. There is no chain header.
    /// </para>
    /// <para>
    /// The one element is the client's. Where proxies behind append theirs, as sidecars of a mesh do,
    /// <see cref="ForwardedCertificateDecoderOptions.ElementFromEnd"/> says how many there are in all. A value with more is malformed:
    /// the first proxy has to replace what clients send, and a client's alternative name with a comma in it has added an element.
    /// </para>
    /// </remarks>
    EnvoyXfcc,

    /// <summary>
    /// As <see cref="EnvoyXfcc"/>, with any number of elements in front. The last one counts, which the adjacent proxy appended, or the one
    /// that <see cref="ForwardedCertificateDecoderOptions.ElementFromEnd"/> names.
    /// </summary>
    /// <remarks>
    /// For Envoy with <c>APPEND_FORWARD</c>. Envoy writes URI and DNS alternative names without quotes, so that a name with a comma in it
    /// would add an element of the client's making behind its own. A value with such names, in the client's element or one in front of it,
    /// is malformed: turn <c>uri</c> and <c>dns</c> off, or use <c>SANITIZE_SET</c>.
    /// </remarks>
    EnvoyXfccAppended,

    /// <summary>The bodies of PEM blocks on one line each, joined by commas: the client's certificate, then its chain.</summary>
    /// <remarks>
    /// <para><c>MIIC…==,MIIB…,MIID…=</c></para>
    /// <para>
    /// Traefik <c>X-Forwarded-Tls-Client-Cert</c> with <c>passTLSClientCert.pem=true</c>. Versions up to 2.9.1 percent-encode the
    /// base64, which is accepted as well: base64 has no <c>%</c>. There is no chain header.
    /// </para>
    /// </remarks>
    TraefikList,
}
