using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Evidence;
using MtlsAuth.OpenBanking.Policies;

namespace MtlsAuth.OpenBanking;

/// <summary>Judges the certificates of clients by an <see cref="OpenBankingPolicy"/>, and leaves the evidence on the result.</summary>
/// <remarks>
/// Asked when the client is authenticated otherwise, so that it can refuse and nothing else. The evidence is an
/// <see cref="OpenBankingEvidence"/>, on refusals as well. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// ClientCertificateAuthenticator authenticator = new(
///     clients, options, trustAnchorSource: anchors, requirements: [new OpenBankingRequirement(new OpenBankingPolicy())]);
/// ClientAuthenticationResult result = await authenticator.AuthenticateAsync(request);
/// PaymentServiceRoles roles = result.IsAuthenticated ? result.GetEvidence&lt;OpenBankingEvidence>()!.Roles : PaymentServiceRoles.None;
/// </code>
/// </example>
public sealed class OpenBankingRequirement : IClientCertificateRequirement
{
    private readonly OpenBankingPolicy _policy;

    /// <summary>Creates a requirement.</summary>
    /// <param name="policy">What is demanded; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is none that there is.</exception>
    public OpenBankingRequirement(OpenBankingPolicy? policy = null)
    {
        _policy = (policy ?? new OpenBankingPolicy()).Copy();
        if (_policy.FindErrors() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(policy));
        }
    }

    /// <summary>qcStatements, 1.3.6.1.5.5.7.1.3.</summary>
    public IReadOnlyCollection<string> ProcessedExtensions { get; } = ["1.3.6.1.5.5.7.1.3"];

    /// <inheritdoc/>
    public ValueTask<ClientCertificateRequirementResult> CheckAsync(
        RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(certificate);
        return ValueTask.FromResult(Check(client, certificate));
    }

    private ClientCertificateRequirementResult Check(RegisteredClient client, ClientCertificate certificate)
    {
        if (ClientDemands.Read(client.Metadata, out ClientDemands demands) is { } member)
        {
            return ClientCertificateRequirementResult.NotMet(new ClientCertificateFinding(
                OpenBankingReasons.RegistrationInvalid, $"the client's member {Excerpt.Of(member)} cannot be read, or does not exist"));
        }

        bool isQualificationDemanded = _policy.RequireQualifiedCertificate || demands.RequireQualifiedCertificate;
        PaymentServiceRoles roles = _policy.RequiredRoles | demands.Roles;
        bool isDemanded = isQualificationDemanded
            || roles != PaymentServiceRoles.None
            || demands.OrganizationIdentifier is not null
            || _policy.RequireRegisteredIdentifier;
        bool isVouchedFor = client.Credential is RegisteredSubject;
        string? notTrusted = isVouchedFor || !isDemanded
            ? null
            : $"{client.Metadata.TokenEndpointAuthMethod} compares keys and validates no chain: what the certificate says is a claim";
        OpenBankingEvidence evidence = EvidenceReader.Read(certificate, isVouchedFor, notTrusted);

        // Nothing is asked of it and nothing is granted to it: what it may claim is of no consequence.
        if (!isDemanded && !isVouchedFor)
        {
            return ClientCertificateRequirementResult.Met(evidence);
        }

        List<ClientCertificateFinding>? enforced = null;
        List<ClientCertificateFinding>? reported = null;
        foreach (OpenBankingFinding finding in evidence.Findings)
        {
            switch (_policy.CheckOf(finding.Deviation, isQualificationDemanded))
            {
                case CertificateCheck.Enforce:
                    (enforced ??= []).Add(ToFinding(finding));
                    break;
                case CertificateCheck.Report:
                    (reported ??= []).Add(ToFinding(finding));
                    break;
            }
        }

        ClientCertificateFinding? refusal = enforced is null ? FindUnmet(demands, roles, evidence) : Combine(enforced);
        return refusal is null
            ? ClientCertificateRequirementResult.Met(evidence, reported)
            : ClientCertificateRequirementResult.NotMet(refusal, evidence, reported);
    }

    private ClientCertificateFinding? FindUnmet(in ClientDemands demands, PaymentServiceRoles roles, OpenBankingEvidence evidence)
    {
        if ((roles & ~evidence.Roles) != 0)
        {
            return new ClientCertificateFinding(
                OpenBankingReasons.RoleMissing, $"demanded are {Format(roles)}, the certificate gives {Format(evidence.Roles)}");
        }

        if (demands.OrganizationIdentifier is not { } registered)
        {
            return _policy.RequireRegisteredIdentifier
                ? new ClientCertificateFinding(
                    OpenBankingReasons.IdentifierMissing, $"the client has no {OpenBankingMetadata.OrganizationIdentifier}")
                : null;
        }

        // An identifier without a known form is no number of anybody.
        return evidence.OrganizationIdentifier?.Text == registered
            ? null
            : new ClientCertificateFinding(
                OpenBankingReasons.IdentifierNotRegistered,
                $"registered is {Excerpt.Of(registered)}, the certificate has {Excerpt.Of(evidence.OrganizationIdentifierText)}");
    }

    private static string Format(PaymentServiceRoles roles) =>
        roles == PaymentServiceRoles.None ? "none" : string.Join(", ", roles.ToNames());

    private static ClientCertificateFinding ToFinding(OpenBankingFinding finding) => new(finding.Code, finding.Detail);

    // The first one names the refusal; whoever mends it wants to know of the others as well.
    private static ClientCertificateFinding Combine(List<ClientCertificateFinding> enforced) => enforced.Count == 1
        ? enforced[0]
        : new ClientCertificateFinding(
            enforced[0].Code, $"{enforced[0].Detail}; also {string.Join(", ", enforced.Skip(1).Select(static finding => finding.Code))}");
}
