using MtlsAuth.Certificates;

namespace MtlsAuth.Tests.Trust;

/// <summary>Answers as a test says, and remembers what it was asked.</summary>
internal sealed class StubRevocationChecker(Func<CancellationToken, ValueTask<RevocationStatus>> check) : IRevocationChecker
{
    public ClientCertificate? Certificate { get; private set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; private set; } = [];

    public ValueTask<RevocationStatus> CheckAsync(
        ClientCertificate certificate, IReadOnlyList<ReadOnlyMemory<byte>> chain, CancellationToken cancellationToken = default)
    {
        (Certificate, Chain) = (certificate, chain);
        return check(cancellationToken);
    }
}
