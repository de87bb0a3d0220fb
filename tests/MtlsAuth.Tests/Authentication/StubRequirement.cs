using MtlsAuth.Certificates;

namespace MtlsAuth.Tests.Authentication;

/// <summary>A requirement that answers what a test says, and counts how often it is asked.</summary>
internal sealed class StubRequirement(Func<ClientCertificateRequirementResult> answer) : IClientCertificateRequirement
{
    public int Asked { get; private set; }

    public IReadOnlyCollection<string> ProcessedExtensions { get; init; } = [];

    public ValueTask<ClientCertificateRequirementResult> CheckAsync(
        RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken = default)
    {
        Asked++;
        return ValueTask.FromResult(answer());
    }
}
