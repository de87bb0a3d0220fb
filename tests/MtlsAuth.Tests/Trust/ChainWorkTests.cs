using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>What a stranger can make the server do.</summary>
public sealed class ChainWorkTests
{
    [TestCase(8_192, 17, true)]
    [TestCase(8_193, 17, false)]
    [TestCase(16_384, 17, false)]
    [TestCase(2_048, 32, true)]
    [TestCase(2_048, 33, false)]
    [TestCase(8_192, 8_191, false)]
    public void Only_keys_within_the_limits_compute(int modulusSize, int exponentSize, bool isAllowed)
    {
        ChainValidatorOptions defaults = new();
        SubjectPublicKey key = RsaCertificate(Der.CommonName("any"), modulusSize, exponentSize).PublicKey;

        new KeyLimits(defaults.MaximumRsaKeySize, defaults.MaximumRsaExponentSize).Allow(key).Should().Be(isAllowed);
    }

    [Test]
    public void No_octets_are_no_bits() => AuthorityKeySize.OfNumber([]).Should().Be(0);

    [Test]
    public void Keys_of_other_kinds_have_one_size() =>
        new KeyLimits(1, 1).Allow(TestCertificates.Ec().Create().ClientCertificate.PublicKey).Should().BeTrue();

    [Test]
    public async Task Client_with_a_key_beyond_the_limits_is_refused_before_the_platform_sees_it()
    {
        ClientAuthenticationResult result = await TestChain.Trusting(new TestChain().Create().Root)
            .With(RsaCertificate(Der.CommonName("client"), 16_384, 17));

        (result.FailureReason, result.FailureDetail).Should().Be(
            (ClientAuthenticationFailureReason.ChainNotTrusted, "the certificate has a larger RSA key than the server allows"));
    }

    [Test]
    public async Task Authority_with_a_key_beyond_the_limits_is_left_out_before_the_platform_sees_it()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();

        ClientAuthenticationResult result = await TestChain.Trusting(root)
            .With(leaf, RsaCertificate(intermediate.SubjectRawData.ToArray(), 16_384, 16_383, isAuthority: true));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        result.FailureDetail.Should().Be("PartialChain; of an authority that was sent: an RSA key larger than the server allows");
    }

    [Test]
    public async Task Client_with_a_key_beyond_a_smaller_limit_is_refused([Values(2_048, 3_072)] int limit)
    {
        using RSA key = RSA.Create(3_072);
        TestChain chain = new() { Leaf = TestCertificates.Ec().WithSubject("CN=client").WithKey(key) };

        (await chain.AuthenticateAsync(subject => With(subject, new() { MaximumRsaKeySize = limit }))).IsAuthenticated
            .Should().Be(limit == 3_072);
    }

    [TestCase(2, true)]
    [TestCase(3, false)]
    public async Task Only_a_few_certificates_that_lead_nowhere_are_tried(int count, bool isTrusted)
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        IEnumerable<ClientCertificate> lookAlikes = Enumerable.Range(0, count).Select(_ => new TestChain().Create().Root);

        ClientAuthenticationResult result = await TestChain.Trusting(root).With(leaf, [intermediate, .. lookAlikes]);

        result.IsAuthenticated.Should().Be(isTrusted, result.FailureDetail);
    }

    [Test]
    public async Task Certificates_of_no_authority_are_not_tried()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        IEnumerable<ClientCertificate> others = Enumerable.Range(0, 3)
            .Select(_ => TestCertificates.Ec().WithSubject("CN=intermediate").Create().ClientCertificate);

        ClientAuthenticationResult result = await TestChain.Trusting(root).With(leaf, [intermediate, .. others]);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [Test]
    public async Task Certificate_that_was_sent_several_times_is_tried_once()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificate lookAlike = new TestChain().Create().Root;

        ClientAuthenticationResult result = await TestChain.Trusting(root)
            .With(leaf, [intermediate, lookAlike, lookAlike, lookAlike, intermediate]);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase(15, true)]
    [TestCase(16, false)]
    public async Task Only_the_first_sixteen_certificates_are_looked_at(int unrelated, bool isTrusted)
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificate other = TestCertificates.Authority("CN=unrelated").Create().ClientCertificate;

        ClientAuthenticationResult result = await TestChain.Trusting(root)
            .With(leaf, [.. Enumerable.Repeat(other, unrelated), intermediate]);

        result.IsAuthenticated.Should().Be(isTrusted, result.FailureDetail);
    }

    [Test]
    public async Task Certificates_that_name_each_other_are_no_endless_chain()
    {
        using X509Certificate2 a = TestCertificates.Authority("CN=a").Create().ToX509Certificate2();
        using X509Certificate2 b = TestCertificates.Authority("CN=b").IssuedBy(a).Create().ToX509Certificate2();
        ClientCertificate c = TestCertificates.Authority("CN=a").IssuedBy(b).Create().ClientCertificate;
        ClientCertificate leaf = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(b).Create().ClientCertificate;

        (await TestChain.Trusting(new TestChain().Create().Root).ReasonFor(
                leaf, ClientCertificate.FromX509Certificate2(a), ClientCertificate.FromX509Certificate2(b), c))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [TestCase(10, false)]
    [TestCase(0, true)]
    public async Task Refusal_is_remembered_for_a_short_time(int seconds, bool isSeenAtOnce)
    {
        // The chain becomes valid between the questions.
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        FakeTimeProvider clock = new(start);
        TestCertificateBuilder later = TestCertificates.Authority("CN=intermediate").ValidFrom(start.AddSeconds(5));
        TestChain chain = new()
        {
            Root = TestCertificates.Ec().WithSubject(TestChain.RootName).AsAuthority().ValidFrom(start.AddYears(-1)),
            Intermediate = later,
            Leaf = TestCertificates.Ec().WithSubject("CN=client").ValidFrom(start.AddYears(-1)),
        };
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = chain.Create();
        ClientCertificateAuthenticator authenticator = With(
            TestChain.Trusting(root) with { Clock = clock },
            new() { RefusalDuration = TimeSpan.FromSeconds(seconds) }).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        bool first = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        clock.Advance(TimeSpan.FromSeconds(5));
        bool second = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        clock.Advance(TimeSpan.FromSeconds(5));
        bool third = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;

        (first, second, third).Should().Be((false, isSeenAtOnce, true));
    }

    [Test]
    public async Task Refusal_is_remembered_of_all_that_was_sent()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificateAuthenticator authenticator = TestChain.Trusting(root).Create();

        bool without = (await authenticator.AuthenticateAsync(
            new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf) })).IsAuthenticated;
        bool with = (await authenticator.AuthenticateAsync(
            new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) })).IsAuthenticated;

        (without, with).Should().Be((false, true));
    }

    [Test]
    public async Task Refusal_is_that_of_one_client_and_of_what_it_sent()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        (_, ClientCertificate strangers, ClientCertificate stranger) = new TestChain().Create();
        ClientCertificateAuthenticator authenticator = TestChain.Trusting(root).Create();

        (await AuthenticateAsync(stranger, intermediate)).Should().BeFalse();
        (await AuthenticateAsync(leaf, strangers)).Should().BeFalse();
        (await AuthenticateAsync(leaf, intermediate)).Should().BeTrue();

        async Task<bool> AuthenticateAsync(ClientCertificate certificate, ClientCertificate sent) =>
            (await authenticator.AuthenticateAsync(
                new() { ClientId = "c", Presented = PresentedCertificate.Of(certificate, [sent]) })).IsAuthenticated;
    }

    [Test]
    public async Task Authority_that_was_proven_is_not_proven_once_more()
    {
        using X509Certificate2 root = new TestChain().Root.Create().ToX509Certificate2();
        using X509Certificate2 upper = TestCertificates.Authority("CN=upper").IssuedBy(root).Create().ToX509Certificate2();
        using X509Certificate2 lower = TestCertificates.Authority("CN=lower").IssuedBy(upper).Create().ToX509Certificate2();
        TestCertificateBuilder client = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(lower);
        ClientCertificate[] sent = [ClientCertificate.FromX509Certificate2(lower), ClientCertificate.FromX509Certificate2(upper)];
        ClientCertificateAuthenticator authenticator = TestChain.Trusting(ClientCertificate.FromX509Certificate2(root)).Create();

        ClientAuthenticationResult first = await authenticator.AuthenticateAsync(
            new() { ClientId = "c", Presented = PresentedCertificate.Of(client.Create().ClientCertificate, sent) });
        ClientAuthenticationResult second = await authenticator.AuthenticateAsync(
            new() { ClientId = "c", Presented = PresentedCertificate.Of(client.Create().ClientCertificate, sent[..1]) });

        first.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, first.FailureDetail);
        second.FailureDetail.Should().Be("PartialChain", "nothing is wrong with the authority that was sent");
    }

    [TestCase(1, ClientAuthenticationFailureReason.ChainValidationBusy)]
    [TestCase(2, ClientAuthenticationFailureReason.None)]
    public async Task Chains_beyond_the_limit_are_a_temporary_error(int limit, ClientAuthenticationFailureReason expected)
    {
        TaskCompletionSource<RevocationStatus> answer = new();
        StubRevocationChecker checker = new(_ => new ValueTask<RevocationStatus>(answer.Task));
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificateAuthenticator authenticator = With(
            TestChain.Trusting(root) with { RevocationChecker = checker }, new() { MaximumConcurrentValidations = limit }).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        Task<ClientAuthenticationResult> first = authenticator.AuthenticateAsync(request).AsTask();
        Task<ClientAuthenticationResult> second = authenticator.AuthenticateAsync(request).AsTask();
        answer.SetResult(RevocationStatus.Good);
        ClientAuthenticationResult result = await second;

        (await first).IsAuthenticated.Should().BeTrue();
        (result.FailureReason, result.FailureDetail).Should().Be(
            (expected, expected == ClientAuthenticationFailureReason.None ? null : "1 chains are being validated"));
        (result.Error?.Error, result.Error?.StatusCode).Should().Be(
            expected == ClientAuthenticationFailureReason.None ? (null, null) : ("temporarily_unavailable", 503));
        (await authenticator.AuthenticateAsync(request)).IsAuthenticated.Should().BeTrue("nothing is being validated any more");
    }

    [Test]
    public async Task Validation_that_ends_early_leaves_its_place()
    {
        using CancellationTokenSource impatient = new();
        StubRevocationChecker checker = new(token => impatient.IsCancellationRequested
            ? ValueTask.FromResult(RevocationStatus.Good)
            : new ValueTask<RevocationStatus>(new TaskCompletionSource<RevocationStatus>().Task.WaitAsync(token)));
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificateAuthenticator authenticator = With(
            TestChain.Trusting(root) with { RevocationChecker = checker }, new() { MaximumConcurrentValidations = 1 }).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        Task cancelled = authenticator.AuthenticateAsync(request, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>();

        (await authenticator.AuthenticateAsync(request, CancellationToken.None)).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.None);
    }

    [TestCaseSource(nameof(Bounds))]
    public void Settings_are_bounded(string name, ChainValidatorOptions inside, ChainValidatorOptions outside)
    {
        FluentActions.Invoking(() => new ChainValidator(inside, null, TimeProvider.System)).Should().NotThrow(name);
        FluentActions.Invoking(() => new ChainValidator(outside, null, TimeProvider.System)).Should().Throw<ArgumentException>(name);
    }

    private static Authenticating With(Authenticating subject, ChainValidatorOptions options) =>
        subject with { Options = subject.Options.With(chainValidation: options) };

    // The numbers are no key's, which only who computes with them could find out.
    private static ClientCertificate RsaCertificate(byte[] subject, int modulusSize, int exponentSize, bool isAuthority = false) =>
        new CertificateParts
        {
            Subject = subject,
            SubjectPublicKeyInfo = Der.Sequence(
                Der.Algorithm("1.2.840.113549.1.1.1", Der.Null),
                Der.BitString(Der.Sequence(Der.UnsignedInteger(Odd(modulusSize)), Der.UnsignedInteger(Odd(exponentSize))))),
        }.WithExtensions(CertificateParts.Extension("2.5.29.19", Der.Sequence(isAuthority ? Der.True : []))).ReadCertificate();

    // 2^(bits - 1) + 1
    private static byte[] Odd(int bits)
    {
        byte[] number = new byte[(bits + 7) / 8];
        number[0] = (byte)(1 << ((bits - 1) % 8));
        number[^1] |= 1;
        return number;
    }

    private static IEnumerable<TestCaseData> Bounds()
    {
        TimeSpan tick = TimeSpan.FromTicks(1);
        TimeSpan minute = TimeSpan.FromMinutes(1);
        TimeSpan day = TimeSpan.FromDays(1);
        yield return Case("time limit above", new() { RevocationTimeout = minute }, new() { RevocationTimeout = minute + tick });
        yield return Case("time limit below", new() { RevocationTimeout = tick }, new() { RevocationTimeout = TimeSpan.Zero });
        yield return Case("cache above", new() { CacheDuration = day }, new() { CacheDuration = day + tick });
        yield return Case("cache below", new() { CacheDuration = TimeSpan.Zero }, new() { CacheDuration = -tick });
        yield return Case("refusals above", new() { RefusalDuration = minute }, new() { RefusalDuration = minute + tick });
        yield return Case("refusals below", new() { RefusalDuration = TimeSpan.Zero }, new() { RefusalDuration = -tick });
        yield return Case("capacity", new() { CacheCapacity = 1 }, new() { CacheCapacity = 0 });
        yield return Case("key above", new() { MaximumRsaKeySize = 16_384 }, new() { MaximumRsaKeySize = 16_385 });
        yield return Case("key below", new() { MaximumRsaKeySize = 2_048 }, new() { MaximumRsaKeySize = 2_047 });
        yield return Case("exponent above", new() { MaximumRsaExponentSize = 256 }, new() { MaximumRsaExponentSize = 257 });
        yield return Case("exponent below", new() { MaximumRsaExponentSize = 17 }, new() { MaximumRsaExponentSize = 16 });
        yield return Case("validations", new() { MaximumConcurrentValidations = 1 }, new() { MaximumConcurrentValidations = 0 });
        yield return Case(
            "checks below", new() { MaximumConcurrentRevocationChecks = 1 }, new() { MaximumConcurrentRevocationChecks = 0 });
        yield return Case(
            "checks above", new() { MaximumConcurrentRevocationChecks = 64 }, new() { MaximumConcurrentRevocationChecks = 65 });
        yield return Case(
            "unknown", new() { RevocationUnknown = CertificateCheck.Report }, new() { RevocationUnknown = CertificateCheck.Ignore });
        yield return Case("trust", new() { Trust = ChainTrust.Proxy }, new() { Trust = (ChainTrust)9 });
        yield return Case(
            "mode", new() { RevocationMode = X509RevocationMode.Offline }, new() { RevocationMode = (X509RevocationMode)9 });

        static TestCaseData Case(string name, ChainValidatorOptions inside, ChainValidatorOptions outside) =>
            new(name, inside, outside) { TestName = $"Settings_are_bounded: {name}" };
    }
}
