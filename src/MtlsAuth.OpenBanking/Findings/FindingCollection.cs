namespace MtlsAuth.OpenBanking.Findings;

/// <summary>Collects findings; most certificates have none.</summary>
internal struct FindingCollection
{
    // One of each kind will do: a hostile certificate must not fill a log.
    private List<OpenBankingFinding>? _findings;

    public readonly IReadOnlyList<OpenBankingFinding> Findings => _findings?.AsReadOnly() ?? (IReadOnlyList<OpenBankingFinding>)[];

    public readonly bool Has(CertificateDeviation deviation) => _findings?.Exists(finding => finding.Deviation == deviation) ?? false;

    /// <summary>Adds the first finding of its kind; false, so that a reader can say why it fails.</summary>
    public bool Add(CertificateDeviation deviation, string detail)
    {
        if (!Has(deviation))
        {
            (_findings ??= []).Add(new OpenBankingFinding(deviation, detail));
        }

        return false;
    }

    public void AddAll(IReadOnlyList<OpenBankingFinding> findings)
    {
        if (findings.Count > 0)
        {
            (_findings ??= []).AddRange(findings);
        }
    }
}
