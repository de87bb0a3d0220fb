using System.Buffers.Text;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Encodings;
using MtlsAuth.Keys;
using MtlsAuth.Names;

namespace MtlsAuth.Certificates;

/// <summary>An X.509 certificate that a client presented or registered, read strictly and without key objects or native handles.</summary>
/// <remarks>
/// <para>
/// Reading checks the structure of every field (RFC 5280 §4.1), and refuses BER forms, trailing octets, repeated extensions and keys
/// that cannot authenticate anybody. A value in a name that cannot be read makes that name unusable, and not the certificate: see
/// <see cref="Subject"/> and <see cref="SubjectAlternativeNameError"/>. It verifies no signature and trusts nothing: what a certificate
/// is worth is for a method of authentication to say.
/// </para>
/// <para>Immutable and thread-safe. Thumbprints, names and lists are computed when they are first asked for.</para>
/// </remarks>
public sealed partial class ClientCertificate
{
    private readonly CertificateStructure _structure;
    private StrongBox<CertificateThumbprint>? _thumbprint;
    private DistinguishedName? _issuer;
    private DistinguishedName? _subject;
    private GeneralNameCollection? _subjectAlternativeNames;
    private ReadOnlyCollection<string>? _extendedKeyUsages;
    private ReadOnlyCollection<string>? _unknownCriticalExtensions;

    private ClientCertificate(ReadOnlyMemory<byte> rawData, in CertificateStructure structure)
    {
        RawData = rawData;
        _structure = structure;
    }

    /// <summary>The certificate in DER.</summary>
    public ReadOnlyMemory<byte> RawData { get; }

    /// <summary>The version: 1, 2 or 3.</summary>
    public int Version => _structure.Version;

    /// <summary>The serial number, as the contents of its INTEGER: big-endian, two's complement.</summary>
    public ReadOnlyMemory<byte> SerialNumber => _structure.SerialNumber.Of(RawData);

    /// <summary>The issuer, or null if a value in its Name is malformed.</summary>
    public DistinguishedName? Issuer => _issuer ??= ReadName(IssuerRawData);

    /// <summary>The subject, or null if a value in its Name is malformed.</summary>
    public DistinguishedName? Subject => _subject ??= ReadName(SubjectRawData);

    /// <summary>The first second at which the certificate is valid.</summary>
    public DateTimeOffset NotBefore => _structure.NotBefore;

    /// <summary>The last second at which the certificate is valid.</summary>
    public DateTimeOffset NotAfter => _structure.NotAfter;

    /// <summary>The SubjectPublicKeyInfo in DER, as it stands in the certificate.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _structure.SubjectPublicKeyInfo.Of(RawData);

    /// <summary>The public key.</summary>
    public SubjectPublicKey PublicKey => _structure.PublicKey!;

    /// <summary>The SHA-256 JWK thumbprint of the public key (RFC 7638).</summary>
    public JwkThumbprint PublicKeyThumbprint => PublicKey.Thumbprint;

    /// <summary>The SHA-256 hash of the certificate, <c>x5t#S256</c>: what access tokens are bound to (RFC 8705 §3.1).</summary>
    public CertificateThumbprint Thumbprint =>
        (_thumbprint ??= new StrongBox<CertificateThumbprint>(new CertificateThumbprint(Sha256Value.Compute(RawData.Span)))).Value;

    /// <summary>
    /// The subject alternative names in their order, without those that cannot be read (<see cref="SubjectAlternativeNameError"/>); empty
    /// if there are none. They are read anew each time they are walked over, since a certificate may hold thousands.
    /// </summary>
    public IReadOnlyCollection<GeneralName> SubjectAlternativeNames =>
        _subjectAlternativeNames ??= new(FindExtension(ObjectIdentifiers.SubjectAltName));

    /// <summary>
    /// Why a subject alternative name is left out: it cannot be read, and never equals a registered one. For the others, and for methods
    /// that compare other things, this does not matter. <see cref="CertificateFormatError.None"/> if all can be read, and if there are
    /// none.
    /// </summary>
    public CertificateFormatError SubjectAlternativeNameError => _structure.Extensions.HasUnreadableSubjectAlternativeName
        ? CertificateFormatError.MalformedSubjectAlternativeName
        : CertificateFormatError.None;

    /// <summary>The key usage (RFC 5280 §4.2.1.3), or null if the certificate does not restrict it.</summary>
    public X509KeyUsageFlags? KeyUsage => _structure.Extensions.KeyUsage;

    /// <summary>
    /// The extended key usages (RFC 5280 §4.2.1.12) as dotted object identifiers; empty if the certificate does not restrict them.
    /// </summary>
    public IReadOnlyList<string> ExtendedKeyUsages => _extendedKeyUsages ??=
        CertificateExtensionsReader.ReadPurposes(FindExtension(ObjectIdentifiers.ExtendedKeyUsage).Span).AsReadOnly();

    /// <summary>
    /// Whether TLS client authentication is allowed: there is no extended key usage, or it names clientAuth or any usage.
    /// </summary>
    public bool AllowsClientAuthentication =>
        !_structure.Extensions.HasExtendedKeyUsage || _structure.Extensions.AllowsClientAuthentication;

    /// <summary>Whether the basic constraints say that this is a certification authority (RFC 5280 §4.2.1.9).</summary>
    public bool IsCertificateAuthority => _structure.Extensions.IsCertificateAuthority;

    /// <summary>
    /// The critical extensions that nobody here acts upon, as dotted object identifiers in their order; empty if there are none. A chain
    /// with one of them must not be trusted (RFC 5280 §4.2).
    /// </summary>
    public IReadOnlyList<string> UnknownCriticalExtensions => _unknownCriticalExtensions ??=
        ExtensionReader.FindUnknownCritical(Extensions.Span).AsReadOnly();

    /// <summary>
    /// Whether subject and issuer are the same octets (RFC 5280 §3.2). Names are chosen by whoever made the certificate: this does
    /// not say that the certificate signed itself.
    /// </summary>
    public bool IsSelfIssued => SubjectRawData.Span.SequenceEqual(IssuerRawData.Span);

    /// <summary>The issuer's Name in DER.</summary>
    internal ReadOnlyMemory<byte> IssuerRawData => _structure.Issuer.Of(RawData);

    /// <summary>The subject's Name in DER.</summary>
    internal ReadOnlyMemory<byte> SubjectRawData => _structure.Subject.Of(RawData);

    /// <summary>
    /// The path length constraint, or null if there is none; <see cref="int.MaxValue"/> also stands for whatever is greater.
    /// </summary>
    internal int? PathLengthConstraint => _structure.Extensions.PathLengthConstraint;

    /// <summary>What the signature covers: the encoded TBSCertificate.</summary>
    internal ReadOnlyMemory<byte> TbsCertificate => _structure.TbsCertificate.Of(RawData);

    /// <summary>The signature's AlgorithmIdentifier in DER.</summary>
    internal ReadOnlyMemory<byte> SignatureAlgorithm => _structure.SignatureAlgorithm.Of(RawData);

    /// <summary>The signature's octets.</summary>
    internal ReadOnlyMemory<byte> SignatureValue => _structure.SignatureValue.Of(RawData);

    private ReadOnlyMemory<byte> Extensions => _structure.Extensions.Entries.Of(RawData);

    /// <summary>Finds an extension of whatever kind (RFC 5280 §4.2).</summary>
    /// <param name="oid">Its object identifier in dotted form.</param>
    /// <param name="value">
    /// What its <c>extnValue</c> holds: DER, if the extension is well-formed, which is checked only for those that are exposed here.
    /// </param>
    /// <param name="isCritical">Whether whoever does not know the extension has to refuse the certificate.</param>
    /// <returns>Whether the certificate has the extension.</returns>
    /// <exception cref="ArgumentException"><paramref name="oid"/> is no object identifier.</exception>
    public bool TryGetExtension(string oid, out ReadOnlyMemory<byte> value, out bool isCritical)
    {
        ArgumentNullException.ThrowIfNull(oid);
        return ExtensionReader.TryFind(Extensions, ObjectIdentifiers.FromText(oid), out value, out isCritical);
    }

    /// <summary>Finds an extension whose object identifier is known as octets: nothing is allocated.</summary>
    /// <param name="identifier">What the OBJECT IDENTIFIER holds, without tag and length (X.690 §8.19).</param>
    /// <param name="value">As in <see cref="TryGetExtension(string, out ReadOnlyMemory{byte}, out bool)"/>.</param>
    /// <param name="isCritical">Whether whoever does not know the extension has to refuse the certificate.</param>
    /// <returns>Whether the certificate has the extension.</returns>
    public bool TryGetExtension(ReadOnlySpan<byte> identifier, out ReadOnlyMemory<byte> value, out bool isCritical) =>
        ExtensionReader.TryFind(Extensions, identifier, out value, out isCritical);

    /// <summary>Loads the certificate into the platform, for code that knows no other. Without a private key.</summary>
    /// <remarks>A copy, which the caller disposes. It costs a hundred times as much as reading the certificate here did.</remarks>
    /// <exception cref="CryptographicException">The platform refuses a certificate that this library accepts.</exception>
    public X509Certificate2 ToX509Certificate2() => PlatformCertificate.Load(RawData.Span);

    /// <summary>The SHA-1 hash of the certificate, <c>x5t</c> (RFC 7515 §4.1.7), as base64url. To be shown, never to be trusted.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "x5t is defined as SHA-1; nothing is decided by it.")]
    public string ComputeSha1Thumbprint() => Base64Url.EncodeToString(SHA1.HashData(RawData.Span));

    /// <summary>
    /// The SHA-1 hash in upper-case hexadecimal digits: what .NET calls the thumbprint. To find certificates, never to trust.
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "Other systems name certificates by it; nothing is decided by it.")]
    internal string ComputeSha1Hex() => Convert.ToHexString(SHA1.HashData(RawData.Span));

    /// <summary>The SHA-256 hash of the SubjectPublicKeyInfo as base64url: the "pin" of other tools.</summary>
    public string ComputeSubjectPublicKeyInfoThumbprint() => Base64Url.EncodeToString(SHA256.HashData(SubjectPublicKeyInfo.Span));

    /// <summary>The public key as the JWK that a client registers (RFC 7517).</summary>
    /// <param name="includeX5c">
    /// Whether to add the certificate as <c>x5c</c>, which <c>self_signed_tls_client_auth</c> needs (RFC 8705 §2.2.2).
    /// </param>
    public JsonWebKey ToJsonWebKey(bool includeX5c)
    {
        JsonWebKey jwk = PublicKey.ToJsonWebKey();
        if (includeX5c)
        {
            // RFC 7517 §4.7: base64 with padding, not base64url.
            jwk.X5c.Add(Convert.ToBase64String(RawData.Span));
        }

        return jwk;
    }

    private static DistinguishedName? ReadName(ReadOnlyMemory<byte> der) =>
        DistinguishedName.TryReadDer(der.Span, out DistinguishedName? name, out _) ? name : null;

    private ReadOnlyMemory<byte> FindExtension(ReadOnlySpan<byte> identifier) =>
        ExtensionReader.TryFind(Extensions, identifier, out ReadOnlyMemory<byte> value, out _) ? value : default;
}
