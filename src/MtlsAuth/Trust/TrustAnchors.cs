using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>The certification authorities that a server trusts to identify clients, and intermediates it knows of.</summary>
/// <remarks>
/// RFC 8705 §7.4 advises to accept only a few authorities whose issuance policy is known. Immutable and thread-safe; the platform's
/// certificates it holds live as long as it does.
/// </remarks>
public sealed class TrustAnchors
{
    private TrustAnchors(X509Certificate2Collection roots, X509Certificate2Collection intermediates)
    {
        Roots = roots;
        Intermediates = intermediates;
    }

    /// <summary>No authority: no chain is trusted.</summary>
    public static TrustAnchors None { get; } = new([], []);

    /// <summary>How many roots there are.</summary>
    public int RootCount => Roots.Count;

    /// <summary>How many intermediates there are.</summary>
    public int IntermediateCount => Intermediates.Count;

    internal X509Certificate2Collection Roots { get; }

    internal X509Certificate2Collection Intermediates { get; }

    /// <summary>Makes a set of some certificates.</summary>
    /// <param name="certificates">
    /// Authorities: a self-issued one becomes a root, any other an intermediate, which is used to build chains but not trusted by itself.
    /// </param>
    /// <exception cref="ArgumentException">A certificate is not one of a certification authority.</exception>
    public static TrustAnchors FromCertificates(params ClientCertificate[] certificates) =>
        FromCertificates((IEnumerable<ClientCertificate>)certificates);

    /// <inheritdoc cref="FromCertificates(ClientCertificate[])"/>
    public static TrustAnchors FromCertificates(IEnumerable<ClientCertificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        X509Certificate2Collection roots = [];
        X509Certificate2Collection intermediates = [];
        foreach (ClientCertificate certificate in certificates)
        {
            if (!certificate.IsCertificateAuthority)
            {
                throw new ArgumentException("A certificate is not one of a certification authority.", nameof(certificates));
            }

            (certificate.IsSelfIssued ? roots : intermediates).Add(PlatformCertificate.Load(certificate.RawData.Span));
        }

        return new TrustAnchors(roots, intermediates);
    }

    /// <summary>Reads a set from what a file holds: DER, PEM or PKCS #7, with up to 1,000 certificates in any order.</summary>
    /// <returns>Whether all certificates were read and are certification authorities' ones. Never throws for bad input.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> contents, [NotNullWhen(true)] out TrustAnchors? anchors, out CertificateFormatError error)
    {
        anchors = null;
        if (!CertificateBundle.TryRead(
                contents, CertificateBundleRules.Authorities, out IReadOnlyList<ClientCertificate>? certificates, out error))
        {
            return false;
        }

        if (certificates.Any(certificate => !certificate.IsCertificateAuthority))
        {
            error = CertificateFormatError.NotACertificateAuthority;
            return false;
        }

        try
        {
            anchors = FromCertificates(certificates);
            return true;
        }
        catch (CryptographicException)
        {
            // Read by us but not by the platform, which is to build chains with it.
            error = CertificateFormatError.UnsupportedPublicKey;
            return false;
        }
    }

    /// <summary>All certificates of several sets.</summary>
    internal static TrustAnchors Merge(IReadOnlyList<TrustAnchors> sets)
    {
        TrustAnchors merged = new([], []);
        foreach (TrustAnchors set in sets)
        {
            merged.Roots.AddRange(set.Roots);
            merged.Intermediates.AddRange(set.Intermediates);
        }

        return merged;
    }
}
