using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Trust;

/// <summary>One certificate of a chain that the platform has built, and what it says of it.</summary>
internal sealed class ChainElement
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyUsage = "2.5.29.37.0";

    public ChainElement(X509ChainElement element)
    {
        Certificate = element.Certificate;
        Flags = Combine(element.ChainElementStatus);
        if (ChainFields.TryRead(RawData, out ChainFields fields))
        {
            Fields = fields;
        }
        else
        {
            Flags |= X509ChainStatusFlags.PartialChain;
        }
    }

    public X509Certificate2 Certificate { get; }

    public X509ChainStatusFlags Flags { get; }

    public ChainFields Fields { get; }

    public ReadOnlyMemory<byte> RawData => Certificate.RawDataMemory;

    public DateTimeOffset NotAfter => Certificate.NotAfter.ToUniversalTime();

    /// <summary>Whether there is no extended key usage, or one that names clientAuth or any usage (RFC 5280 §4.2.1.12).</summary>
    public bool AllowsClientAuthentication => Certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .All(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value is ClientAuthentication or AnyUsage));

    public static X509ChainStatusFlags Combine(X509ChainStatus[] statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
}
