using FluentAssertions.Execution;
using FluentAssertions.Primitives;
using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary>Asserts what a registration is refused for: the first error, its place, and that nothing is left to store.</summary>
internal sealed class ClientRegistrationReportAssertions(ClientRegistrationReport report)
    : ReferenceTypeAssertions<ClientRegistrationReport, ClientRegistrationReportAssertions>(report)
{
    protected override string Identifier => "report";

    public void BeRefusedFor(ClientRegistrationFindingKind kind, string path)
    {
        using AssertionScope scope = new();
        ClientRegistrationFinding? error = Subject.Findings.FirstOrDefault(finding => finding.Severity == ClientRegistrationSeverity.Error);
        (error?.Kind).Should().Be(kind);
        (error?.Path).Should().Be(path);
        Subject.Metadata.Should().BeNull();
        (Subject.Error?.Error).Should().Be("invalid_client_metadata");
    }
}
