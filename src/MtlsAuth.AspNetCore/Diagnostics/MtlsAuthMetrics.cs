using System.Diagnostics;
using System.Diagnostics.Metrics;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Authentication;
using MtlsAuth.Clients;
using MtlsAuth.TokenBinding;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Counts and times attempts, and traces them, under the name <see cref="MtlsClientDefaults.InstrumentationName"/>.</summary>
internal sealed class MtlsAuthMetrics
{
    public static readonly ActivitySource ActivitySource = new(MtlsClientDefaults.InstrumentationName);

    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _untrustedHeaders;
    private readonly Counter<long> _tokenBindingChecks;

    public MtlsAuthMetrics(IMeterFactory meterFactory)
    {
        Meter meter = meterFactory.Create(MtlsClientDefaults.InstrumentationName);
        _attempts = meter.CreateCounter<long>(
            "mtlsauth.client_authentication.attempts",
            "{attempt}",
            "Attempts of clients to authenticate, by method, reason and state of the certificate.");
        _duration = meter.CreateHistogram<double>(
            "mtlsauth.client_authentication.duration", "s", "How long it took to authenticate a client or refuse it.");
        _untrustedHeaders = meter.CreateCounter<long>(
            "mtlsauth.forwarded_certificate.untrusted",
            "{request}",
            "Requests with a certificate header that nothing proved to be the proxy's.");
        _tokenBindingChecks = meter.CreateCounter<long>(
            "mtlsauth.token_binding.checks", "{check}", "Checks of access tokens' bindings, by outcome and state of the certificate.");
    }

    public void Record(ClientAuthenticationResult result, ClientCertificateStatus status, TimeSpan duration)
    {
        // Registered names are the clients' own words; only the known ones are tags.
        string method = ClientAuthenticationMethods.IsMutualTls(result.Method) ? result.Method! : "other";
        TagList tags = new()
        {
            { "method", method },
            { "reason", result.FailureReason.ToString() },
            { "certificate", status.ToString() },
        };
        _attempts.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
    }

    public void Record(ConfirmationOutcome outcome, ClientCertificateStatus status) => _tokenBindingChecks.Add(
        1, new TagList { { "outcome", outcome.ToString() }, { "certificate", status.ToString() } });

    public void RecordUntrustedHeader() => _untrustedHeaders.Add(1);
}
