using System.Diagnostics;
using System.Globalization;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Traces attempts to authenticate under the name <see cref="MtlsClientDefaults.InstrumentationName"/>.</summary>
internal static class AuthenticationTrace
{
    private static readonly ActivitySource Source = new(MtlsClientDefaults.InstrumentationName);

    public static Activity? Start() => Source.StartActivity(InstrumentNames.Span);

    /// <summary>Says on the span what came of the attempt.</summary>
    /// <param name="activity">The span, or null where nobody listens.</param>
    /// <param name="result">What came of it.</param>
    public static void Describe(Activity? activity, ClientAuthenticationResult result)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag(AttributeNames.ClientId, LogText.From(result.ClientId));
        activity.SetTag(AttributeNames.Method, LogText.From(result.Method));
        activity.SetTag(AttributeNames.CertificateStatus, result.Presented.Status.ToString());
        if (result.Certificate is { } certificate)
        {
            // OpenTelemetry's form of a fingerprint: upper-case hexadecimal.
            activity.SetTag(AttributeNames.CertificateHash, Convert.ToHexString(certificate.Thumbprint.ToArray()));
            activity.SetTag(AttributeNames.CertificateSubject, LogText.Line(certificate.Subject?.ToString()));
            activity.SetTag(AttributeNames.CertificateNotBefore, Format(certificate.NotBefore));
            activity.SetTag(AttributeNames.CertificateNotAfter, Format(certificate.NotAfter));
        }
    }

    /// <summary>Marks the span as failed.</summary>
    /// <param name="activity">The span, or null where nobody listens.</param>
    /// <param name="result">Why.</param>
    public static void Fail(Activity? activity, ClientAuthenticationResult result)
    {
        activity?.SetTag(AttributeNames.ErrorType, result.FailureReason.ToString());
        activity?.SetStatus(ActivityStatusCode.Error);
    }

    private static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
