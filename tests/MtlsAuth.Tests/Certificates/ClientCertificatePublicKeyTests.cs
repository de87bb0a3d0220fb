using MtlsAuth.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificatePublicKeyTests
{
    private static readonly CertificateParts Valid = new();

    [TestCaseSource(nameof(Keys))]
    public void TryParseDer_says_what_is_wrong_with_the_key(byte[] subjectPublicKeyInfo, CertificateFormatError expected) =>
        (Valid with { SubjectPublicKeyInfo = subjectPublicKeyInfo }).ReadCertificateError().Should().Be(expected);

    [Test]
    public void TryReadPublicKey_reads_the_key_of_what_is_refused()
    {
        byte[] twice = CertificateParts.Extension("1.2.3", []);

        foreach (byte[] refused in new[]
        {
            Valid.WithExtensions(twice, twice).Encode(),
            Der.Concatenate(Valid.Encode(), [0]),
            (Valid with { Version = [] }).Encode(),
            (Valid with { Validity = Der.Null, Subject = Der.Null, Signature = [] }).Encode(),
        })
        {
            ClientCertificate.TryReadPublicKey(refused, out SubjectPublicKey? key).Should().BeTrue();

            key.Should().Be(TestKeys.P256SubjectPublicKeyInfo.ReadKey());
        }
    }

    [Test]
    public void TryReadPublicKey_copies_the_key()
    {
        byte[] der = Valid.Encode();
        ClientCertificate.TryReadPublicKey(der, out SubjectPublicKey? key).Should().BeTrue();

        der.AsSpan().Clear();

        key.Should().Be(TestKeys.P256SubjectPublicKeyInfo.ReadKey());
    }

    [Test]
    public void TryReadPublicKey_refuses_what_has_no_key_and_what_is_too_long()
    {
        byte[] der = Valid.Encode();

        ClientCertificate.TryReadPublicKey(der, out _, der.Length).Should().BeTrue();
        ClientCertificate.TryReadPublicKey(der, out SubjectPublicKey? tooLong, der.Length - 1).Should().BeFalse();
        tooLong.Should().BeNull();
        foreach (byte[] none in new byte[][]
        {
            [],
            der[..^1],
            Der.Null,
            Der.Sequence(),
            Der.Sequence(Der.Null),
            Der.Sequence(Der.Sequence(Der.Integer(1))),
            (Valid with { SubjectPublicKeyInfo = Der.Null }).Encode(),
            (Valid with { SubjectPublicKeyInfo = Der.Sequence() }).Encode(),
        })
        {
            ClientCertificate.TryReadPublicKey(none, out SubjectPublicKey? key).Should().BeFalse();
            key.Should().BeNull();
        }
    }

    private static IEnumerable<TestCaseData> Keys()
    {
        static TestCaseData Case(string name, byte[] key, CertificateFormatError expected) =>
            new TestCaseData(key, expected).SetArgDisplayNames(name);

        yield return Case("absent", [], CertificateFormatError.InvalidPublicKey);
        yield return Case("no SEQUENCE", Der.Null, CertificateFormatError.InvalidPublicKey);
        yield return Case("malformed", Der.Sequence(), CertificateFormatError.InvalidPublicKey);
        yield return Case(
            "modulus", EncodedKey.Rsa([0x02], EncodedKey.Exponent), CertificateFormatError.InvalidPublicKey);
        yield return Case("exponent", EncodedKey.Rsa(EncodedKey.Modulus, [0x01]), CertificateFormatError.InvalidPublicKey);
        yield return Case(
            "parameters",
            EncodedKey.Rsa(EncodedKey.Modulus, EncodedKey.Exponent, EncodedKey.RsassaPss, Der.Null),
            CertificateFormatError.InvalidPublicKey);
        yield return Case("length", EncodedKey.Raw(KeyAlgorithm.Ed25519, new byte[31]), CertificateFormatError.InvalidPublicKey);
        yield return Case(
            "algorithm", EncodedKey.Create(Der.Algorithm("1.2.840.10040.4.1"), []), CertificateFormatError.UnsupportedPublicKey);
        yield return Case("curve", EncodedKey.Ec(Der.ObjectIdentifier("1.3.132.0.33"), []), CertificateFormatError.UnsupportedPublicKey);
        yield return Case("X448", EncodedKey.Create(Der.Algorithm("1.3.101.111"), []), CertificateFormatError.PublicKeyCannotSign);
        yield return Case("implicit curve", EncodedKey.Ec(Der.Null, []), CertificateFormatError.CurveNotNamed);
        yield return Case("hybrid point", EncodedKey.Ec(KeyAlgorithm.P256, 0x06), CertificateFormatError.UnsupportedPointForm);
        yield return Case(
            "not on the curve",
            EncodedKey.Ec(KeyAlgorithm.P256, [0x04, .. new byte[64]]),
            CertificateFormatError.PointNotOnCurve);
    }
}
