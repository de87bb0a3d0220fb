using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Testing.Hostile;

/// <summary>Makes certificates and spoils them. Their signatures no longer fit, which no reader looks at.</summary>
internal static class HostileCertificates
{
    private const string FirstUnknown = "1.2.3.4.5.1";
    private const string SecondUnknown = "1.2.3.4.5.2";

    // OBJECT IDENTIFIERs in DER.
    private static readonly byte[] P256 = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
    private static readonly byte[] EcdsaWithSha256 = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
    private static readonly byte[] Ed25519Key = [0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    public static IReadOnlyList<HostileCertificate> Create() => [.. OfOtherThings(), .. OfBrokenDer(), .. OfBrokenFields(), .. OfBadKeys()];

    private static IEnumerable<HostileCertificate> OfOtherThings()
    {
        TestCertificate certificate = TestCertificates.Ec().Create();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 platform = certificate.ToX509Certificate2();
        yield return new("nothing", [], CertificateFormatError.Empty);
        yield return new("PEM instead of DER", Encoding.ASCII.GetBytes(certificate.Pem), CertificateFormatError.TextInsteadOfDer);
        yield return new("a private key", key.ExportPkcs8PrivateKey(), CertificateFormatError.PrivateKeyPresent);
        yield return new("a public key", key.ExportSubjectPublicKeyInfo(), CertificateFormatError.BarePublicKey);
        yield return new(
            "a certificate request",
            new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).CreateSigningRequest(),
            CertificateFormatError.CertificateRequest);
        yield return new("a PKCS #12 file with the private key", platform.Export(X509ContentType.Pkcs12), CertificateFormatError.Pkcs12);
        yield return new(
            "a PKCS #7 bundle",
            new X509Certificate2Collection(platform).Export(X509ContentType.Pkcs7)!,
            CertificateFormatError.Pkcs7);
        yield return new("other octets", [.. Enumerable.Repeat((byte)0xC5, 512)], CertificateFormatError.MalformedDer);
    }

    private static IEnumerable<HostileCertificate> OfBrokenDer()
    {
        byte[] der = TestCertificates.Ec().Create().Der.ToArray();
        yield return new("an octet behind it", [.. der, 0x00], CertificateFormatError.TrailingData);
        yield return new("another certificate behind it", [.. der, .. der], CertificateFormatError.TrailingData);
        yield return new("cut off", der[..^1], CertificateFormatError.MalformedDer);
        yield return new("cut off behind its length", der[..4], CertificateFormatError.MalformedDer);
        yield return new("a length in more octets than it needs", [0x30, 0x83, 0x00, .. der[2..]], CertificateFormatError.MalformedDer);
        yield return new("an indefinite length", [0x30, 0x80, .. der[4..], 0x00, 0x00], CertificateFormatError.MalformedDer);
        yield return new("a length of 4 GiB", [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, .. der[4..]], CertificateFormatError.MalformedDer);
        yield return new("sequences in sequences", Nest(10_000), CertificateFormatError.InvalidSignatureAlgorithm);
        yield return new(
            "larger than any certificate",
            TestCertificates.Ec().WithExtensions(Extension(FirstUnknown, new byte[200_000])).Create().Der.ToArray(),
            CertificateFormatError.TooLarge);
    }

    private static IEnumerable<HostileCertificate> OfBrokenFields()
    {
        TestCertificateBuilder builder = TestCertificates.Ec().ValidFrom(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        byte[] der = builder.Create().Der.ToArray();
        byte[] two = builder.WithExtensions(Extension(FirstUnknown, [0x05, 0x00]), Extension(SecondUnknown, [0x05, 0x00])).Create()
            .Der.ToArray();
        yield return new(
            "version 4",
            der.With([0xA0, 0x03, 0x02, 0x01, 0x02], [0xA0, 0x03, 0x02, 0x01, 0x03]),
            CertificateFormatError.InvalidVersion);
        yield return new(
            "two signature algorithms that differ",
            der.With(EcdsaWithSha256, [.. EcdsaWithSha256[..^1], 0x03], last: true),
            CertificateFormatError.InvalidSignatureAlgorithm);
        yield return new(
            "the 13th month", der.With("240101000000Z"u8, "241301000000Z"u8), CertificateFormatError.MalformedValidity);
        yield return new(
            "a date without seconds",
            der.With("240101000000Z"u8, "240101000000X"u8),
            CertificateFormatError.MalformedValidity);
        yield return new(
            "an extension twice",
            two.With([0x06, 0x05, 0x2A, 0x03, 0x04, 0x05, 0x02], [0x06, 0x05, 0x2A, 0x03, 0x04, 0x05, 0x01]),
            CertificateFormatError.DuplicateExtension);
        yield return new(
            "65 extensions",
            builder.WithExtensions([.. Enumerable.Range(0, 65).Select(static i => Extension($"1.2.3.4.6.{i}", [0x05, 0x00]))]).Create()
                .Der.ToArray(),
            CertificateFormatError.TooManyExtensions);
        yield return new(
            "a key usage that is no BIT STRING",
            builder.WithExtensions(Extension("2.5.29.15", [0x05, 0x00])).Create().Der.ToArray(),
            CertificateFormatError.MalformedExtension);
    }

    private static IEnumerable<HostileCertificate> OfBadKeys()
    {
        byte[] ec = TestCertificates.Ec().Create().Der.ToArray();
        byte[] point = FindPoint(ec);
        yield return new("a curve that nobody knows", ec.With(P256, [.. P256[..^1], 0x7F]), CertificateFormatError.UnsupportedPublicKey);
        yield return new(
            "a point that is not on its curve",
            ec.With(point, [.. point[..^1], (byte)(point[^1] ^ 1)]),
            CertificateFormatError.PointNotOnCurve);
        yield return new("a hybrid point", ec.With(point, [0x06, .. point[1..]]), CertificateFormatError.UnsupportedPointForm);

        byte[] ed25519 = TestCertificates.Ed25519().Create().Der.ToArray();
        byte[] key = ed25519.AsSpan(ed25519.AsSpan().LastIndexOf(Ed25519Key) + Ed25519Key.Length, 32).ToArray();
        yield return new(
            "a key that cannot sign",
            ed25519.With(Ed25519Key, [0x06, 0x03, 0x2B, 0x65, 0x6E, 0x03, 0x21, 0x00]),
            CertificateFormatError.PublicKeyCannotSign);
        yield return new(
            "a key for which anybody can sign",
            ed25519.With(key, [0x01, .. new byte[31]]),
            CertificateFormatError.LowOrderPoint);
        yield return new(
            "a point in another encoding",
            ed25519.With(key, [.. Enumerable.Repeat((byte)0xFF, 32)]),
            CertificateFormatError.NonCanonicalPoint);

        byte[] rsa = TestCertificates.Rsa(1024).Create().Der.ToArray();
        yield return new(
            "an even RSA exponent",
            rsa.With([0x02, 0x03, 0x01, 0x00, 0x01], [0x02, 0x03, 0x01, 0x00, 0x02]),
            CertificateFormatError.InvalidPublicKey);
    }

    private static X509Extension Extension(string oid, byte[] value) => new(oid, value, critical: false);

    // The BIT STRING of the key: no unused bits, then the uncompressed point.
    private static byte[] FindPoint(byte[] der)
    {
        int position = der.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x03, 0x42, 0x00, 0x04]);
        return der[(position + 3)..(position + 68)];
    }

    private static byte[] Nest(int depth)
    {
        byte[] der = new byte[4 * depth];
        for (int i = 0; i < depth; i++)
        {
            int rest = der.Length - (4 * (i + 1));
            ReadOnlySpan<byte> header = [0x30, 0x82, (byte)(rest >> 8), (byte)rest];
            header.CopyTo(der.AsSpan(4 * i));
        }

        return der;
    }
}
