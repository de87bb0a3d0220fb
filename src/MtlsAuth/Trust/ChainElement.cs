using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>One certificate of a chain that the platform has built, and what it says of it.</summary>
internal sealed class ChainElement
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyUsage = "2.5.29.37.0";

    /// <param name="element">What the platform says.</param>
    /// <param name="processedExtensions">Extensions that somebody else acts upon; null for none.</param>
    public ChainElement(X509ChainElement element, FrozenSet<string>? processedExtensions = null)
    {
        Certificate = element.Certificate;
        PlatformFlags = Combine(element.ChainElementStatus);
        Flags = PlatformFlags;
        UnknownCriticalExtension = CriticalExtensions.FindUnknown(Certificate, processedExtensions ?? FrozenSet<string>.Empty);
        if (UnknownCriticalExtension is null && processedExtensions is { Count: > 0 })
        {
            // The platform cannot know that they are acted upon; all others have just been looked for.
            Flags &= ~X509ChainStatusFlags.HasNotSupportedCriticalExtension;
        }

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

    /// <summary>All that the platform says of the certificate.</summary>
    public X509ChainStatusFlags PlatformFlags { get; }

    /// <summary>What counts of it, and what the platform did not see.</summary>
    public X509ChainStatusFlags Flags { get; }

    /// <summary>The object identifier of the first critical extension that nobody acts upon, or null.</summary>
    public string? UnknownCriticalExtension { get; }

    public ChainFields Fields { get; }

    public ReadOnlyMemory<byte> RawData => Certificate.RawDataMemory;

    public DateTimeOffset NotAfter => Certificate.NotAfter.ToUniversalTime();

    /// <summary>Whether there is no extended key usage, or one that names clientAuth or any usage (RFC 5280 §4.2.1.12).</summary>
    public bool AllowsClientAuthentication => Certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        .All(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value is ClientAuthentication or AnyUsage));

    public static X509ChainStatusFlags Combine(X509ChainStatus[] statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
}
