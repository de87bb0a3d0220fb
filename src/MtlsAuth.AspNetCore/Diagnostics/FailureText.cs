using System.Security.Cryptography;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>What the log says of a client that was refused, beyond the reason's name: the fact that a person needs to mend it.</summary>
internal static class FailureText
{
    /// <summary>The detail of a refusal: on one line and of bounded length.</summary>
    public static string DetailOf(ClientAuthenticationResult result) => LogText.Line(result.FailureDetail ?? Describe(result));

    /// <summary>What was only reported, on one line and of bounded length.</summary>
    public static string ReportOf(ClientAuthenticationResult result) => LogText.Line(string.Join(
        ", ",
        result.ReportedViolations.Select(static item => item.ToString())
            .Concat(result.ReportedFindings.Select(static item => item.ToString()))));

    /// <summary>The thumbprint of the certificate, or of the octets that were refused as one.</summary>
    public static string ThumbprintOf(PresentedCertificate presented) => presented switch
    {
        { Certificate: { } certificate } => certificate.Thumbprint.ToString(),
        { RefusedOctets: { IsEmpty: false } octets } => new CertificateThumbprint(SHA256.HashData(octets.Span)).ToString(),
        _ => LogText.None,
    };

    /// <summary>The thumbprint of the certificate's public key, also of octets that were refused, if it can be read nevertheless.</summary>
    public static string KeyThumbprintOf(PresentedCertificate presented) =>
        presented.Certificate is { } certificate ? certificate.PublicKeyThumbprint.ToString()
        : ClientCertificate.TryReadPublicKey(presented.RefusedOctets.Span, out SubjectPublicKey? key) ? key.Thumbprint.ToString()
        : LogText.None;

    private static string Describe(ClientAuthenticationResult result) => result.FailureReason switch
    {
        ClientAuthenticationFailureReason.MissingClientId => "the form has no client_id",
        ClientAuthenticationFailureReason.MultipleCredentials =>
            "the request has a certificate and a credential of another method as well",
        ClientAuthenticationFailureReason.UnknownClient => "the store has no client with this client_id",
        ClientAuthenticationFailureReason.NotAMutualTlsClient =>
            $"the client is registered for {LogText.From(result.Method ?? "client_secret_basic, as none is named")}",
        ClientAuthenticationFailureReason.CertificateRefused => result.Presented.Error.ToString(),
        ClientAuthenticationFailureReason.MissingCertificate => Describe(result.Presented.Status),
        ClientAuthenticationFailureReason.CertificateRevoked => "a certificate of the chain is revoked",
        ClientAuthenticationFailureReason.RevocationUnknown => "nothing is known of the revocation of the chain's certificates",
        ClientAuthenticationFailureReason.RootNotRegistered =>
            "the client registered a root, and a proxy that verifies the chain does not say which root it has",
        ClientAuthenticationFailureReason.ChainNotVerifiedByProxy => "the proxy's verdict is missing or not the configured one",
        _ => "no more is known",
    };

    private static string Describe(PresentedCertificateStatus status) => status switch
    {
        PresentedCertificateStatus.ConnectionWithoutCertificate => "the TLS endpoint asks for a certificate, and the client sent none",
        PresentedCertificateStatus.ConnectionNotTls =>
            "no client can bring a certificate: the request did not come over TLS of Kestrel or of a server named by "
            + SetupMethods.UseClientCertificatesOf,
        PresentedCertificateStatus.CertificateNotRequested =>
            "no client can bring a certificate unless the TLS endpoint asks for one, and RequestClientCertificates was not called for it",
        PresentedCertificateStatus.HeaderAbsent =>
            "the proxy's header is not there: the request came around the proxy, or the proxy does not set it",
        PresentedCertificateStatus.HeaderEmpty or PresentedCertificateStatus.HeaderNull =>
            "the proxy says that the client sent no certificate",
        PresentedCertificateStatus.HeaderUntrusted => "the header was ignored, since nothing proves that the proxy set it",
        _ => "no more is known",
    };
}
