using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Checks revocation in a way of the application's own, instead of or in addition to the platform's.</summary>
/// <remarks>Thread-safe. Its answers are remembered with the chain for the time that the options say.</remarks>
public interface IRevocationChecker
{
    /// <summary>Checks a chain that is trusted otherwise.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="chain">The whole chain in DER, the client's certificate first and the root last.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask<RevocationStatus> CheckAsync(
        ClientCertificate certificate, IReadOnlyList<ReadOnlyMemory<byte>> chain, CancellationToken cancellationToken = default);
}
