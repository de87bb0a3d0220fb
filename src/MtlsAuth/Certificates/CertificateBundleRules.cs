namespace MtlsAuth.Certificates;

/// <summary>How much a bundle may hold, and in what order its certificates come out.</summary>
/// <param name="MaximumLength">The longest DER of one certificate to read, in octets.</param>
/// <param name="MaximumCount">The most certificates to read.</param>
/// <param name="IsOneChain">
/// Whether the certificates are those of one end entity, which comes out first, or any in any order.
/// </param>
internal readonly record struct CertificateBundleRules(int MaximumLength, int MaximumCount, bool IsOneChain)
{
    /// <summary>For what a server trusts: more than all the authorities that browsers know.</summary>
    public static CertificateBundleRules Authorities { get; } =
        new(ClientCertificate.DefaultMaximumLength, MaximumCount: 1_000, IsOneChain: false);

    /// <summary>The octets that all certificates together may have.</summary>
    public long MaximumTotalLength => (long)MaximumLength * MaximumCount;
}
