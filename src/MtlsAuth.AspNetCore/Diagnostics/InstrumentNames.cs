namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>The names of instruments and of the span. They are a stable contract, which <c>docs/operations.md</c> explains.</summary>
internal static class InstrumentNames
{
    public const string Attempts = "mtlsauth.client_authentication.attempts";

    public const string Duration = "mtlsauth.client_authentication.duration";

    public const string ReportedViolations = "mtlsauth.client_authentication.reported_violations";

    public const string RemainingLifetime = "mtlsauth.client_certificate.remaining_lifetime";

    public const string UntrustedHeaders = "mtlsauth.forwarded_certificate.untrusted";

    public const string TokenBindingChecks = "mtlsauth.token_binding.checks";

    public const string Reloads = "mtlsauth.reloads";

    public const string Clients = "mtlsauth.clients";

    public const string SkippedKeys = "mtlsauth.skipped_keys";

    public const string Span = "mtlsauth.authenticate_client";
}
