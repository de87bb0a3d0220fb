using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Certificates;

/// <summary>What <see cref="CertificateReader"/> finds in a certificate: where its parts lie, and the small values themselves.</summary>
internal struct CertificateStructure
{
    public int Version;
    public Slice TbsCertificate;
    public Slice SerialNumber;
    public Slice SignatureAlgorithm;
    public Slice SignatureValue;
    public Slice Issuer;
    public Slice Subject;
    public Slice SubjectPublicKeyInfo;

    // In UTC; half as long as with an offset.
    public DateTime NotBefore;
    public DateTime NotAfter;
    public SubjectPublicKey? PublicKey;
    public ExtensionValues Extensions;

    /// <summary>The extensions: where all of them lie, and what the hot path asks of some.</summary>
    public struct ExtensionValues
    {
        public Slice Entries;
        public X509KeyUsageFlags? KeyUsage;
        public int? PathLengthConstraint;
        public bool IsCertificateAuthority;
        public bool AllowsClientAuthentication;
        public bool HasExtendedKeyUsage;
        public bool HasUnreadableSubjectAlternativeName;
    }
}
