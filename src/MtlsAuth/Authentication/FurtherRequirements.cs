using System.Collections.Frozen;
using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary>Asks the application's requirements one after the other, until one refuses.</summary>
internal sealed class FurtherRequirements
{
    private readonly IClientCertificateRequirement[] _requirements;

    public FurtherRequirements(IEnumerable<IClientCertificateRequirement>? requirements)
    {
        _requirements = [.. requirements ?? []];
        ProcessedExtensions = _requirements.SelectMany(requirement => requirement.ProcessedExtensions).ToFrozenSet(StringComparer.Ordinal);
    }

    public bool IsEmpty => _requirements.Length == 0;

    /// <summary>The extensions that are acted upon, as dotted object identifiers.</summary>
    public FrozenSet<string> ProcessedExtensions { get; }

    public async ValueTask<RequirementOutcome> CheckAsync(
        RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken)
    {
        List<object> evidence = [];
        List<ClientCertificateFinding> reported = [];
        foreach (IClientCertificateRequirement requirement in _requirements)
        {
            ClientCertificateRequirementResult result;
            try
            {
                result = await requirement.CheckAsync(client, certificate, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException($"{requirement.GetType()} returned null.");
            }
            catch (Exception exception)
            {
                // The application's code, which may fail in any way; whatever it throws, the requirement is not known to be met.
                cancellationToken.ThrowIfCancellationRequested();
                return new RequirementOutcome(null, exception, evidence, reported);
            }

            reported.AddRange(result.Reported);
            if (result.Evidence is { } gathered)
            {
                evidence.Add(gathered);
            }

            if (result.Refusal is { } refusal)
            {
                return new RequirementOutcome(refusal, null, evidence, reported);
            }
        }

        return new RequirementOutcome(null, null, evidence, reported);
    }
}
