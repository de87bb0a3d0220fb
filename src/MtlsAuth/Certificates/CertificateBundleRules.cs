namespace MtlsAuth.Certificates;

/// <summary>How much a bundle may hold.</summary>
/// <param name="MaximumLength">The longest DER of one certificate to read, in octets.</param>
/// <param name="MaximumCount">The most certificates to read.</param>
internal readonly record struct CertificateBundleRules(int MaximumLength, int MaximumCount)
{
    /// <summary>For what a server trusts: more than all the authorities that browsers know.</summary>
    public static CertificateBundleRules Authorities { get; } = new(ClientCertificate.DefaultMaximumLength, MaximumCount: 1_000);

    /// <summary>The octets that all certificates together may have.</summary>
    public long MaximumTotalLength => (long)MaximumLength * MaximumCount;
}
