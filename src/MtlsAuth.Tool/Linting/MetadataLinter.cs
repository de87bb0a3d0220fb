using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Linting;

/// <summary>Checks the body of a registration request (RFC 7591 §3.1).</summary>
internal static class MetadataLinter
{
    /// <summary>Finds what a registration endpoint would say of it.</summary>
    public static IReadOnlyList<LintFinding> Lint(ReadOnlySpan<byte> utf8Json, TimeProvider clock, SecurityProfile? profile) =>
    [
        .. ClientRules.CreateValidator(isTrustedSource: false, clock, profile).Validate(utf8Json).Findings
            .Select(static finding => LintFinding.Of(finding, finding.Path)),
    ];
}
