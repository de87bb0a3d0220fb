using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth;

/// <summary>The certification authorities that a server trusts to identify clients, and intermediates it knows of.</summary>
/// <remarks>
/// <para>
/// An anchor is a name and a key (RFC 5280 §6.1.1 (d)), whether or not its certificate is self-issued: with an issuing authority as the
/// anchor, chains end there, and what its root has issued beside it is not trusted.
/// </para>
/// <para>
/// They are a source of themselves: the same authorities for all clients.
/// </para>
/// <para>
/// RFC 8705 §7.4 advises to accept only a few authorities whose issuance policy is known. Immutable and thread-safe; the platform's
/// certificates it holds live as long as it does.
/// </para>
/// </remarks>
public sealed class TrustAnchors : ITrustAnchorSource
{
    private readonly List<(X509Certificate2 Certificate, ChainFields Fields)> _anchors;

    internal TrustAnchors(
        IEnumerable<X509Certificate2> anchors,
        IEnumerable<X509Certificate2>? intermediates = null,
        IReadOnlyList<LeftOutCertificate>? leftOut = null)
    {
        _anchors = [.. anchors.Select(certificate => (certificate, ReadFields(certificate)))];
        LeftOut = leftOut ?? [];
        SelfIssued = [.. _anchors.Where(anchor => anchor.Fields.IsSelfIssued).Select(anchor => anchor.Certificate)];
        Others = [.. _anchors.Where(anchor => !anchor.Fields.IsSelfIssued).Select(anchor => anchor.Certificate)];

        // Another certificate of an anchor, such as a cross-signed one, would lead past it.
        List<(X509Certificate2 Certificate, ChainFields Fields)> known =
            [.. (intermediates ?? []).Select(certificate => (certificate, ReadFields(certificate)))];
        known.RemoveAll(item => IsAnchor(item.Fields.Subject.Span, item.Fields.SubjectPublicKeyInfo.Span));
        Intermediates = [.. known.Select(item => item.Fields)];
        Others.AddRange(SortFromTop(known).ToArray());
    }

    /// <summary>No authority: no chain is trusted.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>How many anchors there are.</summary>
    public int AnchorCount => _anchors.Count;

    /// <summary>When the first of the anchors expires, or did; null if there is none.</summary>
    public DateTimeOffset? FirstExpiry =>
        _anchors.Count == 0 ? null : _anchors.Min(static anchor => new DateTimeOffset(anchor.Certificate.NotAfter).ToUniversalTime());

    /// <summary>How many intermediates there are, which help to build chains but are not trusted by themselves.</summary>
    public int IntermediateCount => Intermediates.Count;

    /// <summary>The certificates that were not usable and are therefore not among these.</summary>
    public IReadOnlyList<LeftOutCertificate> LeftOut { get; }

    /// <summary>The anchors that are self-issued: the only ones that the platform can be told to trust.</summary>
    internal X509Certificate2Collection SelfIssued { get; }

    /// <summary>The other anchors, and the intermediates behind them.</summary>
    internal X509Certificate2Collection Others { get; }

    internal IReadOnlyList<ChainFields> Intermediates { get; }

    /// <summary>Makes a set of anchors, each trusted by itself, self-issued or not.</summary>
    /// <exception cref="ArgumentException">A certificate is none of a certification authority, or the platform cannot load it.</exception>
    /// <example>
    /// <code>
    /// ClientCertificateAuthenticator authenticator = new(
    ///     clients,
    ///     new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
    ///     trustAnchorSource: TrustAnchors.FromCertificates(authority));
    /// </code>
    /// </example>
    public static TrustAnchors FromCertificates(params ClientCertificate[] anchors) => FromCertificates(anchors, []);

    /// <summary>Makes a set of anchors and of intermediates, which help to build chains but are not trusted by themselves.</summary>
    /// <exception cref="ArgumentException">A certificate is none of a certification authority, or the platform cannot load it.</exception>
    public static TrustAnchors FromCertificates(IEnumerable<ClientCertificate> anchors, IEnumerable<ClientCertificate> intermediates)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(intermediates);
        return new TrustAnchors(
            anchors.Select(item => Load(item, nameof(anchors))), intermediates.Select(item => Load(item, nameof(intermediates))));
    }

    /// <summary>Reads anchors from what a file holds: DER, PEM or PKCS #7, with up to 1,000 certificates in any order.</summary>
    /// <param name="contents">The file's contents. Each certificate in it is an anchor, self-issued or not.</param>
    /// <param name="anchors">The anchors that are usable, with a list of those that are not; or null.</param>
    /// <param name="error">Why nothing was read, or <see cref="CertificateFormatError.None"/>.</param>
    /// <returns>Whether a certificate is usable. Never throws for bad input.</returns>
    /// <example>
    /// <code>
    /// if (!TrustAnchors.TryParse(File.ReadAllBytes("authorities.pem"), out TrustAnchors? anchors, out CertificateFormatError error))
    /// {
    ///     throw new InvalidDataException($"authorities.pem is refused: {error}");
    /// }
    ///
    /// foreach (LeftOutCertificate leftOut in anchors.LeftOut)
    /// {
    ///     Console.WriteLine($"authorities.pem: {leftOut}");
    /// }
    /// </code>
    /// </example>
    public static bool TryParse(
        ReadOnlySpan<byte> contents, [NotNullWhen(true)] out TrustAnchors? anchors, out CertificateFormatError error)
    {
        AuthorityBundle bundle = AuthorityBundle.Read(contents, out error);
        anchors = error == CertificateFormatError.None ? new TrustAnchors(bundle.Certificates, leftOut: bundle.LeftOut) : null;
        return anchors is not null;
    }

    /// <inheritdoc/>
    ValueTask<TrustAnchors> ITrustAnchorSource.GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken) =>
        ValueTask.FromResult(this);

    /// <summary>Whether a certificate has the name and the key of an anchor.</summary>
    internal bool IsAnchor(ClientCertificate certificate) =>
        IsAnchor(certificate.SubjectRawData.Span, certificate.SubjectPublicKeyInfo.Span);

    /// <summary>The anchors with this name and key: several where an authority has renewed its certificate.</summary>
    internal List<X509Certificate2> FindAnchors(ChainFields fields) =>
    [
        .. _anchors
            .Where(anchor => anchor.Fields.IsSameAuthority(fields.Subject.Span, fields.SubjectPublicKeyInfo.Span))
            .Select(anchor => anchor.Certificate),
    ];

    // The platform takes the first issuer that fits: of two certificates of one authority, that which leads to an anchor goes first.
    private List<X509Certificate2> SortFromTop(List<(X509Certificate2 Certificate, ChainFields Fields)> known)
    {
        List<X509Certificate2> sorted = [];
        List<ReadOnlyMemory<byte>> names = [.. _anchors.Select(anchor => anchor.Fields.Subject)];
        for (int i = 0; i < names.Count; i++)
        {
            List<(X509Certificate2 Certificate, ChainFields Fields)> below =
                known.FindAll(item => item.Fields.Issuer.Span.SequenceEqual(names[i].Span));
            known = known.FindAll(item => !item.Fields.Issuer.Span.SequenceEqual(names[i].Span));
            sorted.AddRange(below.Select(item => item.Certificate));
            names.AddRange(below.Select(item => item.Fields.Subject));
        }

        return [.. sorted, .. known.Select(item => item.Certificate)];
    }

    private bool IsAnchor(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        foreach ((_, ChainFields fields) in _anchors)
        {
            if (fields.IsSameAuthority(subject, subjectPublicKeyInfo))
            {
                return true;
            }
        }

        return false;
    }

    private static X509Certificate2 Load(ClientCertificate certificate, string parameter)
    {
        try
        {
            X509Certificate2 loaded = PlatformCertificate.Load(certificate.RawData.Span);
            return AuthorityBundle.IsAuthority(loaded)
                ? loaded
                : throw new ArgumentException("A certificate is not one of a certification authority.", parameter);
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException("The platform cannot load a certificate.", parameter, exception);
        }
    }

    private static ChainFields ReadFields(X509Certificate2 certificate) =>
        ChainFields.TryRead(certificate.RawDataMemory, out ChainFields fields)
            ? fields
            : throw new ArgumentException("A certificate that was loaded cannot be read.", nameof(certificate));
}
