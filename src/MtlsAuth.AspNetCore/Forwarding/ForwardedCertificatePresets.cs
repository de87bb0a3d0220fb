using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>What each preset stands for.</summary>
internal static class ForwardedCertificatePresets
{
    private const string HeaderName = "X-Client-Cert";

    public static Settings Find(ForwardedCertificatePreset preset) => preset switch
    {
        ForwardedCertificatePreset.Nginx => new(HeaderName, ForwardedCertificateFormat.PercentEncodedPem, VerificationSuccess: "SUCCESS"),
        ForwardedCertificatePreset.Apache => new(HeaderName, ForwardedCertificateFormat.Pem, VerificationSuccess: "SUCCESS"),
        ForwardedCertificatePreset.HAProxy => new(HeaderName, ForwardedCertificateFormat.Base64Der, VerificationSuccess: "0"),
        ForwardedCertificatePreset.Caddy => new(HeaderName, ForwardedCertificateFormat.Base64Der),
        ForwardedCertificatePreset.Envoy or ForwardedCertificatePreset.Istio => new(
            "X-Forwarded-Client-Cert", ForwardedCertificateFormat.EnvoyXfcc),
        ForwardedCertificatePreset.IstioSidecar => new(
            "X-Forwarded-Client-Cert", ForwardedCertificateFormat.EnvoyXfcc, ElementFromEnd: 2),
        ForwardedCertificatePreset.Traefik => new("X-Forwarded-Tls-Client-Cert", ForwardedCertificateFormat.TraefikList),
        ForwardedCertificatePreset.AwsAlbVerify => new("X-Amzn-Mtls-Clientcert-Leaf", ForwardedCertificateFormat.PercentEncodedPem),
        ForwardedCertificatePreset.AwsAlbPassthrough => new("X-Amzn-Mtls-Clientcert", ForwardedCertificateFormat.PercentEncodedPemChain),
        ForwardedCertificatePreset.AzureAppService => new("X-ARR-ClientCert", ForwardedCertificateFormat.Base64Der),
        ForwardedCertificatePreset.GoogleLoadBalancer => new(
            "Client-Cert", ForwardedCertificateFormat.Rfc9440, "Client-Cert-Chain", "true"),
        ForwardedCertificatePreset.Cloudflare => new("Cf-Client-Cert-Der-Base64", ForwardedCertificateFormat.Base64Der),
        ForwardedCertificatePreset.Kong => new(HeaderName, ForwardedCertificateFormat.PercentEncodedPem),
        ForwardedCertificatePreset.Rfc9440 => new("Client-Cert", ForwardedCertificateFormat.Rfc9440, "Client-Cert-Chain"),
        _ => new(null, ForwardedCertificateFormat.PemOrPercentEncodedPem),
    };

    /// <summary>A header, its format, and the headers beside it.</summary>
    internal sealed record Settings(
        string? HeaderName,
        ForwardedCertificateFormat Format,
        string? ChainHeaderName = null,
        string? VerificationSuccess = null,
        int ElementFromEnd = 1);
}
