using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificateTests
{
    // Measured; the parsed certificate with its key and both thumbprints, beyond the DER that the caller holds.
    private const int MaximumAllocation = 400;

    [Test]
    public void Values_are_those_of_the_platform([Values] bool rsa, [Values] bool authority, [Values] bool issued)
    {
        using X509Certificate2 issuer = TestCertificates.Authority("CN=issuer").Create().ToX509Certificate2();
        using AsymmetricAlgorithm key = rsa ? TestKeys.Rsa2048() : ECDsa.Create(ECCurve.NamedCurves.nistP384);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("client.example.com");
        names.AddIpAddress(System.Net.IPAddress.IPv6Loopback);
        TestCertificateBuilder builder = TestCertificates.Ec().WithSubject("CN=client, O=Example").WithKey(key);
        builder = issued ? builder.IssuedBy(issuer) : builder;
        using X509Certificate2 expected = (authority ? builder.AsAuthority(pathLength: 3) : builder)
            .ValidFrom(new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero))
            .ValidUntil(new DateTimeOffset(2055, 2, 28, 4, 5, 6, TimeSpan.Zero))
            .WithExtensions(
                names.Build(),
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement, true),
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2"), new Oid("1.3.6.1.5.5.7.3.1")], false))
            .Create().ToX509Certificate2();

        ClientCertificate certificate = ClientCertificate.FromX509Certificate2(expected);

        certificate.RawData.ToArray().Should().Equal(expected.RawData);
        certificate.Version.Should().Be(expected.Version);
        certificate.SerialNumber.ToArray().Should().Equal(expected.SerialNumberBytes.ToArray());
        certificate.IssuerRawData.ToArray().Should().Equal(expected.IssuerName.RawData);
        certificate.SubjectRawData.ToArray().Should().Equal(expected.SubjectName.RawData);
        certificate.Issuer!.ToString().Should().Be(issued ? "CN=issuer" : certificate.Subject!.ToString());
        certificate.NotBefore.UtcDateTime.Should().Be(expected.NotBefore.ToUniversalTime());
        certificate.NotAfter.UtcDateTime.Should().Be(expected.NotAfter.ToUniversalTime());
        certificate.SubjectPublicKeyInfo.ToArray().Should().Equal(expected.PublicKey.ExportSubjectPublicKeyInfo());
        certificate.PublicKeyThumbprint.Should().Be(certificate.PublicKey.Thumbprint);
        certificate.Thumbprint.ToArray().Should().Equal(expected.GetCertHash(HashAlgorithmName.SHA256));
        certificate.ComputeSha1Thumbprint().Should().Be(Base64Url(expected.GetCertHash()));
        certificate.ComputeSubjectPublicKeyInfoThumbprint()
            .Should().Be(Base64Url(SHA256.HashData(expected.PublicKey.ExportSubjectPublicKeyInfo())));
        certificate.SubjectAlternativeNames.Select(name => name.ToString()).Should().Equal("Dns:client.example.com", "IPAddress:::1");
        certificate.KeyUsage.Should().Be(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement);
        certificate.ExtendedKeyUsages.Should().Equal("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1");
        certificate.AllowsClientAuthentication.Should().BeTrue();
        certificate.IsCertificateAuthority.Should().Be(authority);
        certificate.PathLengthConstraint.Should().Be(authority ? 3 : null);
        certificate.UnknownCriticalExtensions.Should().BeEmpty();
        certificate.IsSelfIssued.Should().Be(!issued);
    }

    [Test]
    public void PublicKey_is_the_platforms_key()
    {
        using RSA rsa = TestKeys.Rsa2048(1);
        using ECDsa ecdsa = TestKeys.CreateP256();

        SubjectPublicKey rsaKey = TestCertificates.Ec().WithKey(rsa).Create().ClientCertificate.PublicKey;
        SubjectPublicKey ecKey = TestCertificates.Ec().WithKey(ecdsa).Create().ClientCertificate.PublicKey;

        rsaKey["n"].ToArray().Should().Equal(rsa.ExportParameters(false).Modulus);
        ecKey["x"].ToArray().Should().Equal(ecdsa.ExportParameters(false).Q.X);
        ecKey["y"].ToArray().Should().Equal(ecdsa.ExportParameters(false).Q.Y);
    }

    [Test]
    public void TbsCertificate_and_SignatureValue_are_what_the_issuers_key_verifies()
    {
        using ECDsa ecdsa = TestKeys.CreateP256();
        ClientCertificate certificate = TestCertificates.Ec().WithKey(ecdsa).Create().ClientCertificate;

        ecdsa.VerifyData(
            certificate.TbsCertificate.Span,
            certificate.SignatureValue.Span,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence)
            .Should().BeTrue();
        certificate.SignatureAlgorithm.ToArray().Should().Equal(Der.Algorithm("1.2.840.10045.4.3.2"));
    }

    [Test]
    public void TbsCertificate_agrees_with_an_independent_walk()
    {
        ClientCertificate certificate = TestCertificates.Ec().Create().ClientCertificate;
        AsnReader reader = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence();

        certificate.TbsCertificate.ToArray().Should().Equal(reader.ReadEncodedValue().ToArray());
        certificate.SignatureAlgorithm.ToArray().Should().Equal(reader.ReadEncodedValue().ToArray());
        certificate.SignatureValue.ToArray().Should().Equal(reader.ReadBitString(out _));
    }

    [Test]
    public void FromX509Certificate2_outlives_the_platforms_certificate()
    {
        ClientCertificate certificate;
        using (X509Certificate2 platform = TestCertificates.Ec().WithSubject("CN=short").Create().ToX509Certificate2())
        {
            certificate = ClientCertificate.FromX509Certificate2(platform);
        }

        certificate.Subject!.ToString().Should().Be("CN=short");
    }

    [Test]
    public void ToX509Certificate2_gives_the_same_certificate_without_private_key()
    {
        using X509Certificate2 original = TestCertificates.Ec().Create().ToX509Certificate2();

        using X509Certificate2 loaded = ClientCertificate.FromX509Certificate2(original).ToX509Certificate2();

        loaded.RawData.Should().Equal(original.RawData);
        loaded.HasPrivateKey.Should().BeFalse();
        original.HasPrivateKey.Should().BeTrue();
    }

    [Test]
    public void FromX509Certificate2_throws_for_nothing_and_for_what_is_refused()
    {
        X509Extension malformed = new("2.5.29.17", [0x31, 0x00], false);
        using X509Certificate2 platform = TestCertificates.Ec().WithExtensions(malformed).Create().ToX509Certificate2();

        Action none = () => ClientCertificate.FromX509Certificate2(null!);
        Action refused = () => ClientCertificate.FromX509Certificate2(platform);

        none.Should().Throw<ArgumentNullException>().WithParameterName("certificate");
        refused.Should().Throw<ArgumentException>().WithParameterName("certificate")
            .WithMessage($"*{CertificateFormatError.MalformedSubjectAlternativeName}*");
    }

    [Test]
    public void ToJsonWebKey_is_the_JWK_to_register()
    {
        ClientCertificate certificate = TestCertificates.Ec().Create().ClientCertificate;

        JsonWebKey bare = certificate.ToJsonWebKey(includeX5c: false);
        JsonWebKey full = certificate.ToJsonWebKey(includeX5c: true);

        bare.X5c.Should().BeEmpty();
        full.X5c.Should().Equal(Convert.ToBase64String(certificate.RawData.Span));
        full.ComputeJwkThumbprint().Should().Equal(certificate.PublicKeyThumbprint.ToArray());
        full.HasPrivateKey.Should().BeFalse();
    }

    [Test]
    public void Values_computed_on_first_use_are_the_same_from_many_threads()
    {
        byte[] der = TestCertificates.Ec()
            .WithExtensions(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false))
            .Create().ClientCertificate.RawData.ToArray();
        ClientCertificate expected = der.ReadCertificate();

        for (int round = 0; round < 20; round++)
        {
            ClientCertificate shared = der.ReadCertificate();
            Parallel.For(0, 16, _ =>
            {
                shared.Thumbprint.Should().Be(expected.Thumbprint);
                shared.PublicKeyThumbprint.Should().Be(expected.PublicKeyThumbprint);
                shared.Subject.Should().Be(expected.Subject);
                shared.Issuer.Should().Be(expected.Issuer);
                shared.SubjectAlternativeNames.Should().BeEmpty();
                shared.ExtendedKeyUsages.Should().Equal("1.3.6.1.5.5.7.3.2");
            });
        }
    }

    [Test]
    public void Lists_cannot_be_changed()
    {
        ClientCertificate certificate = TestCertificates.Ec().Create().ClientCertificate;

        certificate.ExtendedKeyUsages.Should().BeAssignableTo<IList<string>>().Which.IsReadOnly.Should().BeTrue();
        certificate.UnknownCriticalExtensions.Should().BeAssignableTo<IList<string>>().Which.IsReadOnly.Should().BeTrue();
        certificate.SubjectAlternativeNames.Should().NotBeAssignableTo<ICollection<GeneralName>>();
    }

    [Test]
    public void TryParseDerInPlace_allocates_little_beyond_the_DER([Values] bool rsa)
    {
        using AsymmetricAlgorithm key = rsa ? TestKeys.Rsa2048() : TestKeys.CreateP256();
        byte[] der = TestCertificates.Ec().WithKey(key).Create().ClientCertificate.RawData.ToArray();
        Parse(der);

        Parse(der).Should().BeLessThanOrEqualTo(MaximumAllocation);
    }

    private static long Parse(byte[] der)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool parsed = ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? certificate, out _);
        _ = certificate!.Thumbprint;
        _ = certificate.PublicKeyThumbprint;
        long after = GC.GetAllocatedBytesForCurrentThread();

        parsed.Should().BeTrue();
        return after - before;
    }

    private static string Base64Url(byte[] octets) => System.Buffers.Text.Base64Url.EncodeToString(octets);
}
