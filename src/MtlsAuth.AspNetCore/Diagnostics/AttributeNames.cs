namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>The names of what measurements and spans say: OpenTelemetry's where it has one. They are a stable contract.</summary>
internal static class AttributeNames
{
    /// <summary>Only there where something failed: the reason.</summary>
    public const string ErrorType = "error.type";

    public const string Method = "mtlsauth.method";

    public const string CertificateStatus = "mtlsauth.certificate.status";

    public const string Violation = "mtlsauth.violation";

    public const string TokenBindingOutcome = "mtlsauth.token_binding.outcome";

    public const string ReloadedFiles = "mtlsauth.reload.files";

    /// <summary>On the span only: there may be any number of clients.</summary>
    public const string ClientId = "client.id";

    public const string CertificateHash = "tls.client.hash.sha256";

    public const string CertificateSubject = "tls.client.subject";

    public const string CertificateNotBefore = "tls.client.not_before";

    public const string CertificateNotAfter = "tls.client.not_after";
}
