using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

public sealed class CertificatePolicyTests
{
    private static readonly DateTimeOffset NotBefore = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static readonly ClientCertificate Dated =
        TestCertificates.Ec().ValidFrom(NotBefore).ValidUntil(NotAfter).Create().ClientCertificate;

    private static readonly ClientCertificate ServerOnly = TestCertificates.Ec()
        .WithExtensions(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false))
        .Create().ClientCertificate;

    private static readonly ClientCertificate Secp256k1 = new CertificateParts
    {
        SubjectPublicKeyInfo = Der.Sequence(
            Der.Algorithm("1.2.840.10045.2.1", Der.ObjectIdentifier("1.3.132.0.10")),
            Der.BitString(Convert.FromHexString(
                "04" + "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798"
                + "483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8"))),
    }.ReadCertificate();

    [TestCaseSource(nameof(Checks))]
    public async Task A_check_is_enforced_reported_or_ignored(
        string name, Action<CertificatePolicy, CertificateCheck> set, ClientCertificate violating, ClientAuthenticationFailureReason reason)
    {
        ClientAuthenticationResult enforced = await Authenticate(violating, policy => set(policy, CertificateCheck.Enforce));
        ClientAuthenticationResult reported = await Authenticate(violating, policy => set(policy, CertificateCheck.Report));
        ClientAuthenticationResult ignored = await Authenticate(violating, policy => set(policy, CertificateCheck.Ignore));

        (enforced.FailureReason, enforced.Error!.ErrorDescription).Should().Be((reason, "Client authentication failed"), name);
        reported.IsAuthenticated.Should().BeTrue();
        reported.ReportedViolations.Should().Equal(reason);
        ignored.IsAuthenticated.Should().BeTrue();
        ignored.ReportedViolations.Should().BeEmpty();
    }

    [Test]
    public async Task Self_signed_certificate_passes_the_check_of_its_signature()
    {
        ClientAuthenticationResult result = await Authenticate(
            Authenticating.Vector("a-self-signed"), policy => policy.SelfSignature = CertificateCheck.Enforce);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public async Task All_violations_are_reported()
    {
        ClientAuthenticationResult result = await Authenticate(Authenticating.Vector("rsa-1024"), policy =>
        {
            policy.RsaKeySize = CertificateCheck.Report;
            policy.KeyKind = CertificateCheck.Report;
            policy.AllowedKeyKinds = new HashSet<KeyAlgorithm>();
        });

        result.ReportedViolations.Should().Equal(
            ClientAuthenticationFailureReason.RsaKeyTooSmall, ClientAuthenticationFailureReason.KeyKindNotAllowed);
    }

    [Test]
    public async Task The_first_enforced_violation_is_the_reason()
    {
        HashSet<KeyAlgorithm> none = [];

        (await Authenticate(Authenticating.Vector("rsa-1024"), policy => policy.AllowedKeyKinds = none)).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.RsaKeyTooSmall);
    }

    [TestCase(60)]
    [TestCase(0)]
    [TestCase(3_600)]
    public async Task Validity_ends_exactly_with_the_clock_skew(int seconds)
    {
        TimeSpan skew = TimeSpan.FromSeconds(seconds);

        (await At(NotBefore - skew - Tick, skew)).Should().Be(ClientAuthenticationFailureReason.CertificateNotYetValid);
        (await At(NotBefore - skew, skew)).Should().Be(ClientAuthenticationFailureReason.None);
        (await At(NotAfter + skew, skew)).Should().Be(ClientAuthenticationFailureReason.None);
        (await At(NotAfter + skew + Tick, skew)).Should().Be(ClientAuthenticationFailureReason.CertificateExpired);
    }

    [Test]
    public async Task The_default_clock_skew_is_a_minute() =>
        (await At(NotAfter.AddSeconds(60), new CertificatePolicy().ClockSkew)).Should().Be(ClientAuthenticationFailureReason.None);

    [TestCase(-1)]
    [TestCase(3_601)]
    public void A_clock_skew_that_is_out_of_range_is_refused(int seconds) =>
        FluentActions.Invoking(() => new CertificatePolicyEvaluator(new() { ClockSkew = TimeSpan.FromSeconds(seconds) }))
            .Should().Throw<ArgumentException>().WithParameterName("policy").WithMessage("ClockSkew is *");

    [Test]
    public async Task Dates_at_the_end_of_time_are_compared()
    {
        ClientCertificate endless = new CertificateParts
        {
            Validity = Der.Sequence(Der.GeneralizedTime("00010101000000Z"), Der.GeneralizedTime("99991231235959Z")),
        }.ReadCertificate();

        foreach (DateTimeOffset now in new[] { DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue })
        {
            (await At(now, TimeSpan.FromHours(1), endless)).Should().Be(ClientAuthenticationFailureReason.None);
        }

        (await At(DateTimeOffset.MaxValue, TimeSpan.Zero, endless)).Should().Be(ClientAuthenticationFailureReason.CertificateExpired);
        (await At(DateTimeOffset.MaxValue, TimeSpan.Zero)).Should().Be(ClientAuthenticationFailureReason.CertificateExpired);
    }

    [TestCase(2048, true)]
    [TestCase(2049, false)]
    public async Task The_smallest_RSA_key_is_a_setting(int minimum, bool accepted) =>
        (await Authenticate(Authenticating.Vector("rsa-self-signed"), policy => policy.MinimumRsaKeySize = minimum)).IsAuthenticated
            .Should().Be(accepted);

    [TestCase("a-self-signed", ExpectedResult = true)]
    [TestCase("a-renewed", ExpectedResult = true)]
    [TestCase("p521-rfc7520-key", ExpectedResult = true)]
    [TestCase("rsa-self-signed", ExpectedResult = true)]
    [TestCase("a-ca-signed", ExpectedResult = false)]
    [TestCase("b-signed-by-a", ExpectedResult = false)]
    [TestCase("ed25519-rfc8037-key", ExpectedResult = false)]
    public bool SelfSignature_verifies(string name) => SelfSignature.IsValid(Authenticating.Vector(name));

    [TestCase("rsa-8192-exponent-65537", ExpectedResult = true)]
    [TestCase("rsa-8200-exponent-65537", ExpectedResult = false)]
    [TestCase("rsa-2048-exponent-4294967291", ExpectedResult = true)]
    [TestCase("rsa-2048-exponent-4294967311", ExpectedResult = false)]
    public bool SelfSignature_spends_little_time_on_a_stranger(string name) =>
        SelfSignature.IsValid(TestVectors.ReadCertificate($"self-signed/{name}.pem"));

    [TestCase(2047, ClientAuthenticationFailureReason.RsaKeyTooSmall)]
    [TestCase(2041, ClientAuthenticationFailureReason.RsaKeyTooSmall)]
    [TestCase(2048, ClientAuthenticationFailureReason.None)]
    public async Task AuthenticateAsync_counts_the_bits_of_an_RSA_key(int bits, ClientAuthenticationFailureReason expected)
    {
        byte[] modulus = new byte[256];
        modulus[0] = (byte)(1 << (bits - 2041));
        modulus[^1] = 1;
        ClientCertificate certificate = new CertificateParts
        {
            SubjectPublicKeyInfo = EncodedKey.Rsa(modulus, EncodedKey.Exponent),
        }.ReadCertificate();

        (await Authenticate(certificate, _ => { })).FailureReason.Should().Be(expected);
    }

    [Test]
    public void SelfSignature_verifies_every_algorithm_that_is_not_broken(
        [Values("SHA256", "SHA384", "SHA512")] string hash, [Values("nistP256", "nistP384", "nistP521", "RSA", "PSS")] string kind)
    {
        HashAlgorithmName algorithm = new(hash);
        using AsymmetricAlgorithm key = kind is "RSA" or "PSS" ? TestKeys.Rsa2048() : ECDsa.Create(ECCurve.CreateFromFriendlyName(kind));

        SelfSignature.IsValid(SelfSign(key, algorithm, kind == "PSS")).Should().BeTrue();
    }

    [Test]
    public void SelfSignature_refuses_SHA1([Values] bool pss)
    {
        using RSA key = TestKeys.Rsa2048();

        SelfSignature.IsValid(SelfSign(key, HashAlgorithmName.SHA1, pss)).Should().BeFalse();
    }

    [Test]
    public void SelfSignature_refuses_ECDSA_with_SHA1()
    {
        using ECDsa key = TestKeys.CreateP256();

        SelfSignature.IsValid(SelfSign(key, HashAlgorithmName.SHA1, pss: false)).Should().BeFalse();
    }

    [Test]
    public void SelfSignature_refuses_a_signature_that_was_changed()
    {
        byte[] der = Dated.RawData.ToArray();
        der[^1] ^= 1;
        ClientCertificate.TryParseDer(der, out ClientCertificate? spoilt, out _).Should().BeTrue();

        SelfSignature.IsValid(spoilt!).Should().BeFalse();
    }

    [TestCaseSource(nameof(SpoiltAlgorithms))]
    public void SelfSignature_refuses_what_it_cannot_verify(byte[] algorithm, bool isRsa)
    {
        using RSA rsa = TestKeys.Rsa2048();
        CertificateParts parts = new() { InnerSignatureAlgorithm = algorithm, OuterSignatureAlgorithm = algorithm };
        parts = isRsa ? parts with { SubjectPublicKeyInfo = rsa.ExportSubjectPublicKeyInfo() } : parts;

        SelfSignature.IsValid(parts.ReadCertificate()).Should().BeFalse();
    }

    private static IEnumerable<TestCaseData> Checks()
    {
        DateTimeOffset nextYear = Authenticating.Now.AddYears(1);
        yield return Case(
            "ValidityPeriod",
            (policy, check) => policy.ValidityPeriod = check,
            Authenticating.Vector("a-expired"),
            ClientAuthenticationFailureReason.CertificateExpired);
        yield return Case(
            "ValidityPeriod, early",
            (policy, check) => policy.ValidityPeriod = check,
            TestCertificates.Ec().ValidFrom(nextYear).ValidUntil(nextYear.AddYears(1)).Create().ClientCertificate,
            ClientAuthenticationFailureReason.CertificateNotYetValid);
        yield return Case(
            "RsaKeySize",
            (policy, check) => policy.RsaKeySize = check,
            Authenticating.Vector("rsa-1024"),
            ClientAuthenticationFailureReason.RsaKeyTooSmall);
        yield return Case(
            "KeyKind",
            (policy, check) => policy.KeyKind = check,
            Secp256k1,
            ClientAuthenticationFailureReason.KeyKindNotAllowed);
        yield return Case(
            "ClientAuthenticationUsage",
            (policy, check) => (policy.ClientAuthenticationUsage, policy.ValidityPeriod) = (check, CertificateCheck.Ignore),
            ServerOnly,
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
        yield return Case(
            "CertificateAuthority",
            (policy, check) => (policy.CertificateAuthority, policy.ValidityPeriod) = (check, CertificateCheck.Ignore),
            TestCertificates.Ec().AsAuthority().Create().ClientCertificate,
            ClientAuthenticationFailureReason.CertificateAuthority);
        yield return Case(
            "SelfSignature",
            (policy, check) => policy.SelfSignature = check,
            Authenticating.Vector("a-ca-signed"),
            ClientAuthenticationFailureReason.NotSelfSigned);

        static TestCaseData Case(
            string name,
            Action<CertificatePolicy, CertificateCheck> set,
            ClientCertificate violating,
            ClientAuthenticationFailureReason reason) =>
            new(name, set, violating, reason) { TestName = $"A_check_is_enforced_reported_or_ignored: {name}" };
    }

    private static IEnumerable<TestCaseData> SpoiltAlgorithms()
    {
        const string Pss = "1.2.840.113549.1.1.10";
        byte[] sha1 = Der.Algorithm("1.3.14.3.2.26");
        byte[] sha256 = Der.Algorithm("2.16.840.1.101.3.4.2.1");
        yield return Case("rubbish for a signature", Der.Algorithm("1.2.840.10045.4.3.2"), isRsa: false);
        yield return Case("unknown ECDSA", Der.Algorithm("1.2.840.10045.4.3.5"), isRsa: false);
        yield return Case("RSA by an EC key", Der.Algorithm("1.2.840.113549.1.1.11", Der.Null), isRsa: false);
        yield return Case("rubbish by an RSA key", Der.Algorithm("1.2.840.113549.1.1.11", Der.Null));
        yield return Case("SHA-224", Der.Algorithm("1.2.840.113549.1.1.14", Der.Null));
        yield return Case("ECDSA by an RSA key", Der.Algorithm("1.2.840.10045.4.3.2"));
        yield return Case("PSS without parameters", Der.Algorithm(Pss));
        yield return Case("PSS with NULL", Der.Algorithm(Pss, Der.Null));
        yield return Case("PSS with the default SHA-1", Der.Algorithm(Pss, Der.Sequence()));
        yield return Case("PSS with NULL for a hash", Der.Algorithm(Pss, Der.Sequence(Der.Explicit(0, Der.Null))));
        yield return Case("PSS with SHA-1", Der.Algorithm(Pss, Der.Sequence(Der.Explicit(0, sha1))));
        yield return Case("PSS rubbish", Der.Algorithm(Pss, Der.Sequence(Der.Explicit(0, sha256))));

        static TestCaseData Case(string name, byte[] algorithm, bool isRsa = true) =>
            new(algorithm, isRsa) { TestName = $"SelfSignature_refuses: {name}" };
    }

    private static ClientCertificate SelfSign(AsymmetricAlgorithm key, HashAlgorithmName hash, bool pss)
    {
        CertificateRequest request = key is RSA rsa
            ? new CertificateRequest("CN=c", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=c", (ECDsa)key, HashAlgorithmName.SHA256);
        X509SignatureGenerator platform = key is RSA signing
            ? X509SignatureGenerator.CreateForRSA(signing, pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        AnyHashSigner signer = new(platform, key, hash, pss);
        using X509Certificate2 certificate = request.Create(
            new X500DistinguishedName("CN=c"), signer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1]);
        return ClientCertificate.FromX509Certificate2(certificate);
    }

    private static Task<ClientAuthenticationResult> Authenticate(
        ClientCertificate certificate, Action<CertificatePolicy> set, DateTimeOffset? now = null)
    {
        CertificatePolicy policy = new();
        set(policy);
        return new Authenticating
        {
            Client = Authenticating.PubKeyClient(certificate),
            Options = new() { CertificatePolicy = policy },
            Clock = new FakeTimeProvider(now ?? Authenticating.Now),
        }.With(certificate);
    }

    private static async Task<ClientAuthenticationFailureReason> At(
        DateTimeOffset now, TimeSpan skew, ClientCertificate? certificate = null) =>
        (await Authenticate(certificate ?? Dated, policy => policy.ClockSkew = skew, now)).FailureReason;
}
