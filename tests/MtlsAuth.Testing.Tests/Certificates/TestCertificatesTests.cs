using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing.Certificates;

namespace MtlsAuth.Testing.Tests.Certificates;

public sealed class TestCertificatesTests
{
    private static readonly DateTimeOffset Now = new(2030, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Certificate_is_self_signed_and_valid_unless_a_test_says_otherwise()
    {
        ClientCertificate certificate = TestCertificates.Ec().At(new FakeTimeProvider(Now)).Create().ClientCertificate;

        certificate.Subject!.ToString().Should().Be("CN=test");
        certificate.Issuer!.ToString().Should().Be("CN=test");
        certificate.NotBefore.Should().Be(Now.AddDays(-1));
        certificate.NotAfter.Should().Be(Now.AddDays(90));
        certificate.KeyUsage.Should().BeNull();
        certificate.ExtendedKeyUsages.Should().BeEmpty();
        certificate.PublicKey.Algorithm.Should().Be(KeyAlgorithm.P256);
    }

    [Test]
    public void All_kinds_of_keys_are_there()
    {
        Algorithm(TestCertificates.Rsa()).Should().Be((KeyAlgorithm.Rsa, 2048));
        Algorithm(TestCertificates.Rsa(1024)).Should().Be((KeyAlgorithm.Rsa, 1024));
        Algorithm(TestCertificates.Ec(ECCurve.NamedCurves.nistP384)).Algorithm.Should().Be(KeyAlgorithm.P384);
        Algorithm(TestCertificates.Ec(ECCurve.NamedCurves.nistP521)).Algorithm.Should().Be(KeyAlgorithm.P521);
        Algorithm(TestCertificates.Ed25519()).Algorithm.Should().Be(KeyAlgorithm.Ed25519);

        static (KeyAlgorithm Algorithm, int Size) Algorithm(TestCertificateBuilder builder)
        {
            SubjectPublicKey key = builder.Create().ClientCertificate.PublicKey;
            return (key.Algorithm, key.KeySize);
        }
    }

    [Test]
    public void Another_certificate_is_another_key_unless_it_is_taken_over()
    {
        TestCertificateBuilder builder = TestCertificates.Ec();
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TestCertificate first = TestCertificates.Ec().Create();
        TestCertificate renewed = TestCertificates.Ec().WithKeyOf(first).Create();

        builder.Create().ClientCertificate.PublicKeyThumbprint.Should().NotBe(builder.Create().ClientCertificate.PublicKeyThumbprint);
        builder.WithKey(own).Create().ClientCertificate.PublicKeyThumbprint.Should().NotBe(first.ClientCertificate.PublicKeyThumbprint);
        builder.WithKey(own).Create().ClientCertificate.PublicKeyThumbprint
            .Should().Be(builder.WithKey(own).Create().ClientCertificate.PublicKeyThumbprint);
        renewed.ClientCertificate.PublicKeyThumbprint.Should().Be(first.ClientCertificate.PublicKeyThumbprint);
        renewed.ClientCertificate.Thumbprint.Should().NotBe(first.ClientCertificate.Thumbprint);
    }

    [Test]
    public void Builder_is_not_changed_by_what_is_built_on_it()
    {
        TestCertificateBuilder plain = TestCertificates.Ec();
        TestCertificateBuilder named = plain.WithDnsName("a.example");

        plain.Create().ClientCertificate.SubjectAlternativeNames.Should().BeEmpty();
        named.WithDnsName("b.example").Create().ClientCertificate.SubjectAlternativeNames.Should().HaveCount(2);
        named.Create().ClientCertificate.SubjectAlternativeNames.Should().HaveCount(1);
    }

    [Test]
    public void Names_and_usages_are_those_that_were_asked_for()
    {
        ClientCertificate certificate = TestCertificates.Ec()
            .WithSubject("CN=client, O=\"Bank, Inc.\"")
            .WithDnsName("client.example")
            .WithUri("https://client.example/")
            .WithIPAddress("192.0.2.1")
            .WithEmail("ops@client.example")
            .WithKeyUsages(X509KeyUsageFlags.DigitalSignature)
            .WithExtendedKeyUsages("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1")
            .WithSerialNumber(0x2A)
            .Create().ClientCertificate;

        certificate.Subject!.ToString().Should().Contain("CN=client").And.Contain("Bank\\, Inc.");
        certificate.SubjectAlternativeNames.Select(static name => name.Text)
            .Should().Equal("client.example", "https://client.example/", "192.0.2.1", "ops@client.example");
        certificate.KeyUsage.Should().Be(X509KeyUsageFlags.DigitalSignature);
        certificate.ExtendedKeyUsages.Should().Equal("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
        certificate.SerialNumber.ToArray().Should().Equal(0x2A);
    }

    [Test]
    public void Dates_are_those_that_were_asked_for()
    {
        TestCertificateBuilder builder = TestCertificates.Ec().At(new FakeTimeProvider(Now));

        Dates(builder.Expired()).Should().Be((Now.AddDays(-91), Now.AddDays(-1)));
        Dates(builder.NotYetValid()).Should().Be((Now.AddDays(1), Now.AddDays(91)));
        Dates(builder.ValidFrom(Now).ValidUntil(Now.AddHours(1))).Should().Be((Now, Now.AddHours(1)));

        static (DateTimeOffset, DateTimeOffset) Dates(TestCertificateBuilder builder)
        {
            ClientCertificate certificate = builder.Create().ClientCertificate;
            return (certificate.NotBefore, certificate.NotAfter);
        }
    }

    [Test]
    public void Chain_is_what_a_client_sends_and_the_platform_finds_it_good()
    {
        TestCertificate root = TestCertificates.Authority("CN=root").Create();
        TestCertificate upper = TestCertificates.Authority("CN=upper").IssuedBy(root).Create();
        TestCertificate lower = TestCertificates.Authority("CN=lower").AsAuthority(pathLength: 0).IssuedBy(upper).Create();
        TestCertificate client = TestCertificates.Rsa().WithSubject("CN=client").IssuedBy(lower).Create();

        client.Chain.Should().Equal(lower, upper);
        client.Issuer.Should().BeSameAs(lower);
        root.Chain.Should().BeEmpty();
        TestCertificates.Ec().IssuedBy(root).Create().Chain.Should().BeEmpty();
        client.PresentedCertificate.Chain.Should().Equal(lower.ClientCertificate, upper.ClientCertificate);

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(root.ToX509Certificate2());
        chain.ChainPolicy.ExtraStore.Add(lower.ToX509Certificate2());
        chain.ChainPolicy.ExtraStore.Add(upper.ToX509Certificate2());
        using X509Certificate2 leaf = client.ToX509Certificate2();
        chain.Build(leaf).Should().BeTrue();
        leaf.HasPrivateKey.Should().BeTrue();
    }

    [Test]
    public void Authority_from_elsewhere_issues_as_well()
    {
        TestCertificate root = TestCertificates.Rsa().WithSubject("CN=root").AsAuthority().Create();
        using X509Certificate2 platform = root.ToX509Certificate2();
        using X509Certificate2 withoutKey = X509CertificateLoader.LoadCertificate(root.Der.Span);

        TestCertificates.Ec().IssuedBy(platform).Create().ClientCertificate.Issuer!.ToString().Should().Be("CN=root");
        FluentActions.Invoking(() => TestCertificates.Ec().IssuedBy(withoutKey)).Should().Throw<ArgumentException>();
    }

    [Test]
    public void Weak_signature_is_signed_with_sha_1()
    {
        using X509Certificate2 certificate = TestCertificates.Rsa(1024).SignedWith(HashAlgorithmName.SHA1).Create().ToX509Certificate2();

        certificate.SignatureAlgorithm.FriendlyName.Should().Be("sha1RSA");
    }

    [Test]
    public void Texts_are_read_by_the_platform_with_the_key()
    {
        TestCertificate certificate = TestCertificates.Ec().Create();

        using X509Certificate2 read = X509Certificate2.CreateFromPem(certificate.Pem, certificate.PrivateKeyPem);

        read.RawData.Should().Equal(certificate.Der.ToArray());
        read.HasPrivateKey.Should().BeTrue();
    }

    [Test]
    public void Jwk_set_is_the_key_or_the_certificate()
    {
        TestCertificate certificate = TestCertificates.Ec().Create();

        certificate.ToJwkSet().TryFind(certificate.ClientCertificate.PublicKey, out _).Should().BeTrue();
        certificate.ToJwkSet().TryFind(certificate.ClientCertificate, out _).Should().BeFalse();
        certificate.ToJwkSet(includeX5c: true).TryFind(certificate.ClientCertificate, out _).Should().BeTrue();
    }

    [Test]
    public void Certificate_that_the_library_refuses_says_why()
    {
        TestCertificate certificate = TestCertificates.Ec().WithExtensions(new X509Extension("2.5.29.15", [0x05, 0x00], true)).Create();

        certificate.PresentedCertificate.Error.Should().Be(CertificateFormatError.MalformedExtension);
        FluentActions.Invoking(() => certificate.ClientCertificate).Should().Throw<InvalidOperationException>()
            .WithMessage("*MalformedExtension*");
    }

    // RFC 8032 §7.1, TEST 1, 2 and 3.
    [TestCase(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [TestCase(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [TestCase(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Ed25519_signs_as_the_rfc_does(string seed, string publicKey, string message, string signature)
    {
        Ed25519TestKey key = new(Convert.FromHexString(seed));

        Convert.ToHexStringLower(key.PublicKey.EncodedKeyValue.RawData).Should().Be(publicKey);
        Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))).Should().Be(signature);
    }

    [Test]
    public void Ed25519_certificate_is_issued_and_issues()
    {
        TestCertificate root = TestCertificates.Ed25519().WithSubject("CN=root").AsAuthority().Create();
        TestCertificate client = TestCertificates.Ed25519().IssuedBy(TestCertificates.Authority().Create()).Create();

        TestCertificates.Ec().IssuedBy(root).Create().ClientCertificate.Issuer!.ToString().Should().Be("CN=root");
        client.ClientCertificate.PublicKey.Algorithm.Should().Be(KeyAlgorithm.Ed25519);
        using X509Certificate2 platform = client.ToX509Certificate2();
        platform.HasPrivateKey.Should().BeFalse();
    }
}
