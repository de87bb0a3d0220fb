using Microsoft.Extensions.Logging;

namespace MtlsAuth.OpenIddict.Diagnostics;

/// <summary>What is logged of OpenIddict's clients beyond what the web package says. The event ids are a stable contract.</summary>
internal static partial class OpenIddictLog
{
    public const string Category = "MtlsAuth";

    [LoggerMessage(
        50,
        LogLevel.Warning,
        "Client {ClientId} gets no token, since it would have to be bound to a certificate: {Refusal} ({CertificateStatus})")]
    public static partial void TokenRefused(
        ILogger logger, string clientId, TokenBindingRefusal refusal, PresentedCertificateStatus certificateStatus);

    [LoggerMessage(51, LogLevel.Warning, "Client {ClientId} not authenticated: it is registered for {Method}, and its secret is empty")]
    public static partial void EmptySecret(ILogger logger, string clientId, string method);
}
