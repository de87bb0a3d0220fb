using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>A further demand on certificates that have already proved to be the client's: it can refuse, and nothing else.</summary>
/// <remarks>
/// Asked last, after the client's method and the policy have been satisfied, so that it sees no stranger's certificate. What it gathered
/// is on the result (<see cref="ClientAuthenticationResult.GetEvidence"/>). Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// public sealed class OnlyOurDevices : IClientCertificateRequirement
/// {
///     public ValueTask&lt;ClientCertificateRequirementResult> CheckAsync(
///         RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken = default) =>
///         ValueTask.FromResult(certificate.TryGetExtension("1.3.6.1.4.1.32473.1", out _, out _)
///             ? ClientCertificateRequirementResult.Met()
///             : ClientCertificateRequirementResult.NotMet(new ClientCertificateFinding("no-device", "the device extension is missing")));
/// }
/// </code>
/// </example>
public interface IClientCertificateRequirement
{
    /// <summary>
    /// The extensions that this requirement reads and acts upon, as dotted object identifiers: a client's certificate is not refused for
    /// having one of them marked critical (RFC 5280 §4.2). None by default.
    /// </summary>
    IReadOnlyCollection<string> ProcessedExtensions => [];

    /// <summary>Checks the certificate of a client that is authenticated but for this.</summary>
    /// <param name="client">The registered client.</param>
    /// <param name="certificate">The certificate that has proved to be the client's.</param>
    /// <param name="cancellationToken">Cancels what takes time.</param>
    /// <returns>
    /// Whether the requirement is met. Whatever is thrown refuses the client as <c>temporarily_unavailable</c>, and is logged.
    /// </returns>
    ValueTask<ClientCertificateRequirementResult> CheckAsync(
        RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken = default);
}
