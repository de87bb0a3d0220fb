using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>Which signatures a chain may have.</summary>
public sealed class ChainSignatureTests
{
    [Test]
    public async Task Chain_signed_by_RSA_keys_of_exactly_2048_bits_is_trusted([Values] bool withPss)
    {
        using RSA rootKey = TestKeys.Rsa2048();
        using RSA intermediateKey = TestKeys.Rsa2048(1);
        using X509Certificate2 root = (new TestChain().Root.WithKey(rootKey)).Create().ToX509Certificate2();
        ClientCertificate intermediate = Sign("CN=intermediate", intermediateKey, isAuthority: true, root.SubjectName, rootKey, withPss);
        using RSA leafKey = TestKeys.Rsa2048(2);
        ClientCertificate leaf = Sign(
            "CN=client", leafKey, isAuthority: false, new X500DistinguishedName("CN=intermediate"), intermediateKey, withPss);

        ClientAuthenticationResult result = await TestChain.Trusting(ClientCertificate.FromX509Certificate2(root)).With(leaf, intermediate);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase(2_047, false)]
    [TestCase(2_041, false)]
    [TestCase(2_048, true)]
    [TestCase(2_049, true)]
    public async Task Size_of_an_RSA_key_counts_to_the_bit(int bits, bool isTrusted)
    {
        using OpenSslAuthorities made = new();
        ClientCertificate root = made.Create("root", null, OpenSslAuthorities.Authority, key: $"RSA -pkeyopt rsa_keygen_bits:{bits}");
        ClientCertificate leaf = made.Create("client", "root", "basicConstraints=CA:FALSE");

        (await TestChain.Trusting(root).ReasonFor(leaf)).Should().Be(
            isTrusted ? ClientAuthenticationFailureReason.None : ClientAuthenticationFailureReason.WeakSignature);
    }

    [TestCase("ED25519")]
    [TestCase("ED448")]
    [TestCase("EC -pkeyopt ec_paramgen_curve:P-384")]
    [TestCase("EC -pkeyopt ec_paramgen_curve:P-521")]
    [TestCase("RSA-PSS -pkeyopt rsa_keygen_bits:2048")]
    public async Task Every_algorithm_of_the_platform_that_is_not_broken_is_trusted(string key)
    {
        using OpenSslAuthorities made = new();
        ClientCertificate root = made.Create("root", null, OpenSslAuthorities.Authority, key: key);
        ClientCertificate leaf = made.Create("client", "root", "basicConstraints=CA:FALSE");

        ClientAuthenticationResult result = await TestChain.Trusting(root).With(leaf);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [Test]
    public async Task Signature_of_an_anchor_does_not_count()
    {
        using RSA rootKey = TestKeys.Rsa2048();
        CertificateRequest request = new(TestChain.RootName, rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        AnyHashSigner withSha1 = new(
            X509SignatureGenerator.CreateForRSA(rootKey, RSASignaturePadding.Pkcs1), rootKey, HashAlgorithmName.SHA1, pss: false);
        using X509Certificate2 unsigned = request.Create(
            request.SubjectName, withSha1, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1]);
        using X509Certificate2 root = unsigned.CopyWithPrivateKey(rootKey);
        ClientCertificate leaf = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(root).Create().ClientCertificate;

        (await TestChain.Trusting(ClientCertificate.FromX509Certificate2(root)).ReasonFor(leaf))
            .Should().Be(ClientAuthenticationFailureReason.None);
    }

    [TestCase("1.2.840.113549.1.1.11", false, TestName = "sha256WithRSAEncryption by an elliptic curve's key")]
    [TestCase("1.2.840.113549.1.1.5", false, TestName = "sha1WithRSAEncryption")]
    [TestCase("1.2.840.10045.4.1", false, TestName = "ecdsa-with-SHA1")]
    [TestCase("1.2.840.10045.4.3.1", false, TestName = "ecdsa-with-SHA224")]
    [TestCase("1.2.840.10045.4.3.2", true, TestName = "ecdsa-with-SHA256")]
    [TestCase("1.2.840.10046.4.3.2", false, TestName = "an identifier as long in another arc")]
    [TestCase("1.2.840.10045.4.3.5", false, TestName = "an identifier behind the known ones")]
    [TestCase("1.3.101.112", true, TestName = "Ed25519")]
    [TestCase("1.3.101.113", true, TestName = "Ed448")]
    [TestCase("2.16.840.1.101.3.4.3.16", false, TestName = "the identifier before ML-DSA-44")]
    [TestCase("2.16.840.1.101.3.4.3.17", true, TestName = "ML-DSA-44")]
    [TestCase("2.16.840.1.101.3.4.3.18", true, TestName = "ML-DSA-65")]
    [TestCase("2.16.840.1.101.3.4.3.19", true, TestName = "ML-DSA-87")]
    public void Algorithm_is_strong_or_not(string algorithm, bool isStrong)
    {
        byte[] certificate = new CertificateParts { OuterSignatureAlgorithm = Der.Algorithm(algorithm) }.Encode();

        SignatureAlgorithms.IsStrong(certificate, TestKeys.P256SubjectPublicKeyInfo).Should().Be(isStrong);
    }

    // RSASSA-PSS-params in DER: the hash is in [0], SHA-1 unless it is there (RFC 4055 §3.1).
    [TestCase("", false, TestName = "PSS without parameters")]
    [TestCase("0500", false, TestName = "PSS with null for parameters")]
    [TestCase("3000", false, TestName = "PSS with the hash of the default, SHA-1")]
    [TestCase("3004A0020500", false, TestName = "PSS with a hash that is none")]
    [TestCase("300BA009300706052B0E03021A", false, TestName = "PSS with SHA-1")]
    [TestCase("300FA00D300B0609608648016503040201", true, TestName = "PSS with SHA-256")]
    [TestCase("300FA00D300B0609608648016503040203", true, TestName = "PSS with SHA-512")]
    [TestCase("300FA00D300B0609608648016503040204", false, TestName = "PSS with SHA-224")]
    public void PSS_is_as_strong_as_the_hash_of_its_parameters(string parameters, bool isStrong)
    {
        using RSA issuer = TestKeys.Rsa2048();
        byte[] algorithm = Der.Algorithm("1.2.840.113549.1.1.10", Convert.FromHexString(parameters));
        byte[] certificate = new CertificateParts { OuterSignatureAlgorithm = algorithm }.Encode();

        SignatureAlgorithms.IsStrong(certificate, issuer.ExportSubjectPublicKeyInfo()).Should().Be(isStrong);
    }

    [TestCase("11", true)]
    [TestCase("12", true)]
    [TestCase("13", true)]
    [TestCase("10", false)]
    [TestCase("14", false)]
    public void Signature_by_an_RSA_key_is_as_strong_as_its_hash(string number, bool isStrong)
    {
        using RSA issuer = TestKeys.Rsa2048();
        byte[] certificate = new CertificateParts { OuterSignatureAlgorithm = Der.Algorithm($"1.2.840.113549.1.1.{number}") }.Encode();

        SignatureAlgorithms.IsStrong(certificate, issuer.ExportSubjectPublicKeyInfo()).Should().Be(isStrong);
    }

    [Test]
    public async Task Chain_signed_with_ML_DSA_is_trusted_where_the_platform_verifies_it()
    {
        // OpenSSL 3.5, Windows 11: elsewhere the table of algorithms has to do.
        ClientAuthenticationFailureReason reason = MLDsa.IsSupported
            ? await AuthenticateByMLDsaAsync()
            : ClientAuthenticationFailureReason.None;

        reason.Should().Be(ClientAuthenticationFailureReason.None);
        SignatureAlgorithms.IsStrong(
                new CertificateParts { OuterSignatureAlgorithm = Der.Algorithm("2.16.840.1.101.3.4.3.18") }.Encode(), [])
            .Should().BeTrue();
    }

    [TestCase("")]
    [TestCase("30")]
    [TestCase("3000")]
    [TestCase("30023000")]
    public void Octets_that_are_no_certificate_are_not_strong(string hexadecimal) =>
        SignatureAlgorithms.IsStrong(Convert.FromHexString(hexadecimal), TestKeys.P256SubjectPublicKeyInfo).Should().BeFalse();

    [TestCase("")]
    [TestCase("30")]
    [TestCase("3000")]
    [TestCase("300F300D06092A864886F70D0101010500", Description = "rsaEncryption without a key")]
    [TestCase("3011300D06092A864886F70D01010105000300", Description = "with an empty one")]
    public void Octets_that_are_no_RSA_key_have_no_size(string hexadecimal) =>
        AuthorityKeySize.OfRsa(Convert.FromHexString(hexadecimal)).Should().Be(0);

    [TestCase("")]
    [TestCase("3000")]
    [TestCase("300C300706052B81040006030100", Description = "an algorithm that is none of elliptic curves")]
    [TestCase("300E300906072A8648CE3D0201030100", Description = "a key with an empty point")]
    public void Octets_that_are_no_key_on_a_curve_have_no_size(string hexadecimal) =>
        AuthorityKeySize.OfCurve(Convert.FromHexString(hexadecimal)).Should().Be(0);

    [Test]
    public void Numbers_of_another_algorithm_have_no_size()
    {
        byte[] rsa = Der.Sequence(Der.UnsignedInteger([1, .. new byte[255]]), Der.UnsignedInteger([1, 0, 1]));
        byte[] point = [4, .. new byte[64]];

        AuthorityKeySize.OfRsa(Der.Sequence(Der.Algorithm("1.2.840.113549.1.1.7"), Der.BitString(rsa))).Should().Be(0);
        AuthorityKeySize.OfCurve(Der.Sequence(Der.Algorithm("1.3.101.112"), Der.BitString(point))).Should().Be(0);
    }

    [Test]
    public void Parameters_of_PSS_make_no_other_algorithm_strong()
    {
        using RSA issuer = TestKeys.Rsa2048();
        byte[] algorithm = Der.Algorithm("1.2.840.113549.1.1.5", Convert.FromHexString("300FA00D300B0609608648016503040201"));
        byte[] certificate = new CertificateParts { OuterSignatureAlgorithm = algorithm }.Encode();

        SignatureAlgorithms.IsStrong(certificate, issuer.ExportSubjectPublicKeyInfo()).Should().BeFalse();
    }

    [TestCase("secp112r1", false)]
    [TestCase("prime192v1", false)]
    [TestCase("brainpoolP192r1", false)]
    [TestCase("secp224r1", true)]
    [TestCase("secp256k1", true)]
    public async Task Size_of_a_curve_counts(string curve, bool isTrusted)
    {
        using OpenSslAuthorities made = new();
        byte[] root = Encoding.ASCII.GetBytes(made.CreatePem("root", $"EC -pkeyopt ec_paramgen_curve:{curve}"));
        ClientCertificate leaf = made.Create("client", "root", "basicConstraints=CA:FALSE");
        TrustAnchors.TryParse(root, out TrustAnchors? anchors, out CertificateFormatError error).Should().BeTrue(error.ToString());

        (await (TestChain.Trusting() with { Anchors = anchors! }).ReasonFor(leaf)).Should().Be(
            isTrusted ? ClientAuthenticationFailureReason.None : ClientAuthenticationFailureReason.WeakSignature);
    }

    [TestCase(2, 28, 224)]
    [TestCase(3, 27, 216)]
    [TestCase(4, 56, 224)]
    [TestCase(4, 28, 112)]
    public void Point_may_be_compressed(byte first, int octets, int bits) => AuthorityKeySize.OfCurve(
        Der.Sequence(Der.Algorithm("1.2.840.10045.2.1"), Der.BitString([first, .. new byte[octets]]))).Should().Be(bits);

    private static async Task<ClientAuthenticationFailureReason> AuthenticateByMLDsaAsync()
    {
        using OpenSslAuthorities made = new();
        ClientCertificate root = made.Create("root", null, OpenSslAuthorities.Authority, key: "ML-DSA-65");
        ClientCertificate leaf = made.Create("client", "root", "basicConstraints=CA:FALSE");
        return await TestChain.Trusting(root).ReasonFor(leaf);
    }

    private static ClientCertificate Sign(
        string subject, RSA key, bool isAuthority, X500DistinguishedName issuer, RSA issuerKey, bool withPss)
    {
        RSASignaturePadding padding = withPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        using X509Certificate2 certificate = request.Create(
            issuer,
            X509SignatureGenerator.CreateForRSA(issuerKey, padding),
            DateTimeOffset.UtcNow.AddHours(-1),
            DateTimeOffset.UtcNow.AddHours(1),
            [1]);
        return ClientCertificate.FromX509Certificate2(certificate);
    }
}
