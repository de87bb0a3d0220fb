namespace MtlsAuth.TestSupport;

/// <summary>A certificate as its fields in DER, each of which a test can spoil. Its signature is rubbish.</summary>
public sealed record CertificateParts
{
    /// <summary>version [0]; empty for version 1.</summary>
    public byte[] Version { get; init; } = Der.Explicit(0, Der.Integer(2));

    public byte[] SerialNumber { get; init; } = Der.Integer(0x2A);

    /// <summary>The algorithm inside the signature.</summary>
    public byte[] InnerSignatureAlgorithm { get; init; } = Der.Algorithm("1.2.840.10045.4.3.2");

    public byte[] Issuer { get; init; } = Der.CommonName("test");

    public byte[] Validity { get; init; } = Der.Sequence(Der.UtcTime("240101000000Z"), Der.GeneralizedTime("21230101000000Z"));

    public byte[] Subject { get; init; } = Der.CommonName("test");

    public byte[] SubjectPublicKeyInfo { get; init; } = TestKeys.P256SubjectPublicKeyInfo;

    /// <summary>issuerUniqueID [1] and subjectUniqueID [2].</summary>
    public byte[] UniqueIdentifiers { get; init; } = [];

    /// <summary>The whole field [3]; see <see cref="WithExtensions"/>.</summary>
    public byte[] Extensions { get; init; } = [];

    /// <summary>What stands behind the last field of the TBSCertificate.</summary>
    public byte[] AfterTbsCertificate { get; init; } = [];

    /// <summary>The algorithm beside the signature.</summary>
    public byte[] OuterSignatureAlgorithm { get; init; } = Der.Algorithm("1.2.840.10045.4.3.2");

    public byte[] Signature { get; init; } = Der.BitString([0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]);

    /// <summary>What stands behind the signature, inside the certificate.</summary>
    public byte[] AfterSignature { get; init; } = [];

    public static byte[] Extension(string oid, byte[] value, byte[]? critical = null) =>
        Der.Sequence(Der.ObjectIdentifier(oid), critical ?? [], Der.OctetString(value));

    public CertificateParts WithExtensions(params byte[][] extensions) =>
        this with { Extensions = Der.Explicit(3, Der.Sequence(extensions)) };

    public byte[] Encode() => Der.Sequence(
        Der.Sequence(
            Version,
            SerialNumber,
            InnerSignatureAlgorithm,
            Issuer,
            Validity,
            Subject,
            SubjectPublicKeyInfo,
            UniqueIdentifiers,
            Extensions,
            AfterTbsCertificate),
        OuterSignatureAlgorithm,
        Signature,
        AfterSignature);
}
