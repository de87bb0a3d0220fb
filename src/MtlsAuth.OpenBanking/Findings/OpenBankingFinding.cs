using MtlsAuth.OpenBanking.Findings;

namespace MtlsAuth.OpenBanking;

/// <summary>A deviation that a certificate shows, with the fact: for logs and tools, never for the client.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class OpenBankingFinding
{
    internal OpenBankingFinding(CertificateDeviation deviation, string detail)
    {
        Deviation = deviation;
        Detail = detail;
    }

    /// <summary>What kind of deviation it is.</summary>
    public CertificateDeviation Deviation { get; }

    /// <summary>The kind in lower-case words with hyphens, such as <c>roles-merged</c>.</summary>
    public string Code => CertificateDeviations.CodeOf(Deviation);

    /// <summary>The fact. It may quote the certificate: whoever shows it makes it one line.</summary>
    public string Detail { get; }

    /// <summary>Code and fact.</summary>
    public override string ToString() => $"{Code}: {Detail}";
}
