using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>Checks revocation in a way of the application's own, instead of or in addition to the platform's.</summary>
/// <remarks>
/// <para>Thread-safe. That a chain is good is remembered with the chain for the time that the options say.</para>
/// <para>
/// A checker that throws, or has not answered within <see cref="ChainValidatorOptions.RevocationTimeout"/>, which the platform's check
/// counts towards, knows nothing: that is as <see cref="RevocationStatus.Unknown"/>, and the exception goes into the detail of the
/// result, for the log. Only the cancellation of the request is passed on.
/// </para>
/// </remarks>
public interface IRevocationChecker
{
    /// <summary>Checks a chain that is trusted otherwise.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="chain">The whole chain in DER, the client's certificate first and the trust anchor last.</param>
    /// <param name="cancellationToken">Cancels the check, also when its time is over.</param>
    ValueTask<RevocationStatus> CheckAsync(
        ClientCertificate certificate, IReadOnlyList<ReadOnlyMemory<byte>> chain, CancellationToken cancellationToken = default);
}
