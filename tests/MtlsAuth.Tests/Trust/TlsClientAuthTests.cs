using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Trust;

public sealed class TlsClientAuthTests
{
    [Test]
    public async Task A_chain_of_three_is_trusted()
    {
        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync();

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
        result.Method.Should().Be("tls_client_auth");
        result.MatchedKey.Should().BeNull();
    }

    [Test]
    public async Task A_chain_of_two_is_trusted()
    {
        using X509Certificate2 root = new TestChain().Root.Create().ToX509Certificate2();
        ClientCertificate leaf = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(root).Create().ClientCertificate;

        (await TestChain.Trusting(ClientCertificate.FromX509Certificate2(root)).With(leaf)).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task An_intermediate_that_the_server_knows_need_not_be_sent()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();

        (await TestChain.Knowing(root, intermediate).With(leaf)).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task An_intermediate_that_nobody_has_is_missed()
    {
        (ClientCertificate root, _, ClientCertificate leaf) = new TestChain().Create();

        ClientAuthenticationResult result = await TestChain.Trusting(root).With(leaf);

        (result.FailureReason, result.FailureDetail).Should().Be((ClientAuthenticationFailureReason.ChainNotTrusted, "PartialChain"));
    }

    [Test]
    public async Task An_intermediate_is_not_trusted_by_itself()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();

        (await TestChain.Knowing(new TestChain().Create().Root, intermediate).ReasonFor(leaf))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        (await TestChain.Knowing(new TestChain().Create().Root, intermediate, root).ReasonFor(leaf))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task An_intermediate_that_is_an_anchor_is_trusted_by_itself()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();

        (await TestChain.Trusting(intermediate).ReasonFor(leaf)).Should().Be(ClientAuthenticationFailureReason.None);
        (await TestChain.Trusting(intermediate, new TestChain().Create().Root).ReasonFor(leaf, intermediate, root))
            .Should().Be(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public async Task A_look_alike_authority_is_not_trusted()
    {
        (ClientCertificate root, _, _) = new TestChain().Create();
        (ClientCertificate otherRoot, ClientCertificate otherIntermediate, ClientCertificate otherLeaf) = new TestChain().Create();

        (await TestChain.Trusting(root).ReasonFor(otherLeaf, otherIntermediate, otherRoot))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task A_self_signed_certificate_is_not_trusted()
    {
        (ClientCertificate root, _, _) = new TestChain().Create();

        (await TestChain.Trusting(root).ReasonFor(new TestChain().Leaf.Create().ClientCertificate))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task No_authority_trusts_nobody()
    {
        (_, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();

        ClientAuthenticationResult result = await TestChain.Trusting().With(leaf, intermediate);

        (result.FailureReason, result.FailureDetail).Should()
            .Be((ClientAuthenticationFailureReason.ChainNotTrusted, "there is no trusted authority"));
    }

    [TestCaseSource(nameof(Untrusted))]
    public async Task A_chain_is_refused(string name, object chain, ClientAuthenticationFailureReason reason) =>
        (await ((TestChain)chain).AuthenticateAsync()).FailureReason.Should().Be(reason, name);

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task A_signature_with_SHA1_is_refused(bool ofIntermediate, bool ofLeaf)
    {
        using RSA rootKey = TestKeys.Rsa2048();
        using RSA intermediateKey = TestKeys.Rsa2048(1);
        using X509Certificate2 root = (new TestChain().Root.WithKey(rootKey)).Create().ToX509Certificate2();
        ClientCertificate intermediate = Sign(
            "CN=intermediate", intermediateKey, isAuthority: true, TestChain.RootName, rootKey, ofIntermediate);
        using RSA leafKey = TestKeys.Rsa2048(2);
        ClientCertificate leaf = Sign("CN=client", leafKey, isAuthority: false, "CN=intermediate", intermediateKey, ofLeaf);

        ClientAuthenticationResult result = await TestChain.Trusting(ClientCertificate.FromX509Certificate2(root)).With(leaf, intermediate);

        (result.FailureReason, result.FailureDetail).Should().Be((
            ClientAuthenticationFailureReason.WeakSignature,
            "signed with 1.2.840.113549.1.1.5, or by RSA below 2,048 bits or a curve below 224"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_signature_by_a_small_RSA_key_is_refused(bool ofRoot)
    {
        using RSA small = RSA.Create(1024);
        TestChain chain = new();

        ClientAuthenticationResult result = await (ofRoot
            ? chain with { Root = chain.Root.WithKey(small) }
            : chain with { Intermediate = chain.Intermediate.WithKey(small) }).AuthenticateAsync();

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.WeakSignature);
    }

    [Test]
    public async Task An_expired_chain_is_refused_also_where_the_policy_ignores_dates()
    {
        TestCertificateBuilder expired = TestCertificates.Ec()
            .WithSubject("CN=client")
            .ValidFrom(DateTimeOffset.UtcNow.AddDays(-2))
            .ValidUntil(DateTimeOffset.UtcNow.AddHours(-1));
        TestChain chain = new() { Leaf = expired };

        (await chain.AuthenticateAsync(subject => subject with
        {
            Options = subject.Options.With(certificatePolicy: new() { ValidityPeriod = CertificateCheck.Ignore }),
        })).FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task A_fault_that_two_certificates_have_is_a_fault()
    {
        TestCertificateBuilder expired =
            TestCertificates.Ec().ValidFrom(DateTimeOffset.UtcNow.AddDays(-2)).ValidUntil(DateTimeOffset.UtcNow.AddHours(-1));
        TestChain chain = new()
        {
            Intermediate = expired.WithSubject("CN=intermediate").AsAuthority(),
            Leaf = expired.WithSubject("CN=client"),
        };
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = chain.Create();
        Authenticating subject = TestChain.Knowing(root, intermediate);

        ClientAuthenticationResult result = await (subject with
        {
            Options = subject.Options.With(certificatePolicy: new() { ValidityPeriod = CertificateCheck.Ignore }),
        }).With(leaf);

        (result.FailureReason, result.FailureDetail).Should().Be((ClientAuthenticationFailureReason.ChainNotTrusted, "NotTimeValid"));
    }

    [Test]
    public async Task A_certificate_that_another_client_issued_is_refused()
    {
        TestChain chain = new() { Intermediate = TestCertificates.Ec().WithSubject("CN=not an authority") };

        (await chain.AuthenticateAsync()).FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task The_name_is_compared_before_a_chain_is_built()
    {
        ClientCertificate other = TestCertificates.Ec().WithSubject("CN=other").Create().ClientCertificate;

        ClientAuthenticationResult result = await TestChain.Trusting().With(other);

        (result.FailureReason, result.FailureDetail)
            .Should().Be((
                ClientAuthenticationFailureReason.SubjectNotRegistered,
                "differs at RDN 1: registered CN=client, in the certificate CN=other"));
    }

    [TestCase(null, ClientAuthenticationFailureReason.None)]
    [TestCase("CN=root", ClientAuthenticationFailureReason.None)]
    [TestCase("cn=ROOT", ClientAuthenticationFailureReason.None)]
    [TestCase("CN=intermediate", ClientAuthenticationFailureReason.RootNotRegistered)]
    [TestCase("CN=other", ClientAuthenticationFailureReason.RootNotRegistered)]
    [TestCase("", ClientAuthenticationFailureReason.None)]
    [TestCase("root", ClientAuthenticationFailureReason.InvalidSubjectParameter)]
    public async Task The_root_has_to_be_the_registered_one(string? registered, ClientAuthenticationFailureReason reason)
    {
        ClientMetadata client = TestChain.Client with { TlsClientAuthRootDn = registered };

        (await new TestChain().AuthenticateAsync(subject => subject with { Client = client })).FailureReason.Should().Be(reason);
    }

    [Test]
    public async Task A_root_whose_subject_cannot_be_read_is_none_that_is_registered()
    {
        // More attributes than are read of a name.
        string name = string.Join(',', Enumerable.Repeat(TestChain.RootName, 65));
        TestChain chain = new() { Root = TestCertificates.Authority(name) };

        ClientAuthenticationResult unread = await chain.AuthenticateAsync();
        ClientAuthenticationResult refused = await chain.AuthenticateAsync(subject => subject with
        {
            Client = TestChain.Client with { TlsClientAuthRootDn = TestChain.RootName },
        });

        unread.IsAuthenticated.Should().BeTrue(unread.FailureDetail);
        (refused.FailureReason, refused.FailureDetail)
            .Should().Be((ClientAuthenticationFailureReason.RootNotRegistered, "the root's subject cannot be read"));
    }

    [Test]
    public async Task A_san_parameter_is_compared_before_the_chain()
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("c.example");
        TestChain chain = new() { Leaf = TestCertificates.Ec().WithSubject("CN=any").WithExtensions(names.Build()) };

        (await chain.AuthenticateAsync(subject => subject with { Client = Dns("C.example") })).IsAuthenticated.Should().BeTrue();
        (await chain.AuthenticateAsync(subject => subject with { Client = Dns("any") })).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.SubjectNotRegistered);

        static ClientMetadata Dns(string name) => TestChain.Client with { TlsClientAuthSubjectDn = null, TlsClientAuthSanDns = name };
    }

    [Test]
    public async Task The_reverse_order_of_the_subject_is_an_option([Values] bool allowed)
    {
        TestChain chain = new() { Leaf = TestCertificates.Ec().WithSubject("O=o, CN=client") };

        (await chain.AuthenticateAsync(subject => subject with
        {
            Client = TestChain.Client with { TlsClientAuthSubjectDn = "O=o,CN=client" },
            Options = subject.Options.With(allowReversedSubjectDn: allowed),
        })).IsAuthenticated.Should().BeTrue();
        (await chain.AuthenticateAsync(subject => subject with
        {
            Client = TestChain.Client with { TlsClientAuthSubjectDn = "CN=client,O=o" },
            Options = subject.Options.With(allowReversedSubjectDn: allowed),
        })).IsAuthenticated.Should().Be(allowed);
    }

    [Test]
    public async Task One_authenticator_validates_many_chains_at_a_time()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        Authenticating subject = TestChain.Trusting(root);
        ClientCertificateAuthenticator authenticator = (subject with
        {
            Options = subject.Options.With(chainValidation: new() { CacheDuration = TimeSpan.Zero }),
        }).Create();

        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };
        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
            (await authenticator.AuthenticateAsync(request)).IsAuthenticated)));

        accepted.Should().OnlyContain(item => item);
    }

    [Test]
    public async Task A_certificate_that_only_this_library_reads_is_not_trusted() =>
        (await TestChain.Trusting(new TestChain().Create().Root).ReasonFor(TrustAnchorsTests.ReadHereOnly.ReadCertificate()))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);

    [TestCase(X509RevocationMode.Offline)]
    [TestCase(X509RevocationMode.Online)]
    public async Task Revocation_of_which_the_platform_knows_nothing_is_unknown(X509RevocationMode mode)
    {
        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync(subject => subject with
        {
            Options = subject.Options.With(chainValidation: new() { RevocationMode = mode }),
        });

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RevocationUnknown);
        result.Error!.StatusCode.Should().Be(503);
    }

    [Test]
    public async Task Addresses_in_a_strangers_certificates_are_not_called()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/crl";
        X509Extension distribution = CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address]);
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) =
            new TestChain { Leaf = TestCertificates.Ec().WithSubject("CN=client").WithExtensions(distribution) }.Create();
        ChainValidatorOptions online = new()
        {
            RevocationMode = X509RevocationMode.Online,
            RevocationTimeout = TimeSpan.FromMilliseconds(300),
        };

        ClientAuthenticationFailureReason stranger = await Ask(new TestChain().Create().Root);
        bool calledForStranger = listener.Pending();
        ClientAuthenticationFailureReason trusted = await Ask(root);

        (stranger, calledForStranger).Should().Be((ClientAuthenticationFailureReason.ChainNotTrusted, false));
        (trusted, listener.Pending()).Should().Be((ClientAuthenticationFailureReason.RevocationUnknown, true));

        async Task<ClientAuthenticationFailureReason> Ask(ClientCertificate anchor)
        {
            Authenticating subject = TestChain.Trusting(anchor);
            return await (subject with { Options = subject.Options.With(chainValidation: online) }).ReasonFor(leaf, intermediate, root);
        }
    }

    [TestCase(RevocationStatus.Good, ClientAuthenticationFailureReason.None)]
    [TestCase(RevocationStatus.Revoked, ClientAuthenticationFailureReason.CertificateRevoked)]
    [TestCase(RevocationStatus.Unknown, ClientAuthenticationFailureReason.RevocationUnknown)]
    [TestCase((RevocationStatus)9, ClientAuthenticationFailureReason.RevocationUnknown)]
    public async Task A_revocation_checker_decides(RevocationStatus status, ClientAuthenticationFailureReason reason)
    {
        StubRevocationChecker checker = new(_ => ValueTask.FromResult(status));

        (await new TestChain().AuthenticateAsync(subject => subject with { RevocationChecker = checker })).FailureReason
            .Should().Be(reason);

        checker.Chain.Should().HaveCount(3);
        checker.Chain[0].Span.SequenceEqual(checker.Certificate!.RawData.Span).Should().BeTrue();
    }

    [Test]
    public async Task A_revocation_checker_is_not_asked_of_a_chain_that_is_not_trusted()
    {
        StubRevocationChecker checker = new(_ => ValueTask.FromResult(RevocationStatus.Good));
        (_, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();

        (await (TestChain.Trusting(new TestChain().Create().Root) with { RevocationChecker = checker }).ReasonFor(leaf, intermediate))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);

        checker.Certificate.Should().BeNull();
    }

    [Test]
    public async Task Chains_are_valid_at_the_time_of_the_clock()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow.AddYears(1));
        TestCertificateBuilder later =
            TestCertificates.Ec().ValidFrom(clock.GetUtcNow().AddHours(-1)).ValidUntil(clock.GetUtcNow().AddHours(1));
        TestChain chain = new()
        {
            Root = later.WithSubject(TestChain.RootName).AsAuthority(),
            Intermediate = later.WithSubject("CN=intermediate").AsAuthority(),
            Leaf = later.WithSubject("CN=client"),
        };

        ClientAuthenticationResult result = await chain.AuthenticateAsync(subject => subject with { Clock = clock });

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase("root")]
    [TestCase("intermediate")]
    [TestCase("leaf")]
    public async Task A_remembered_chain_ends_with_the_first_of_its_certificates(string first)
    {
        TestChain chain = new();
        DateTimeOffset end = DateTimeOffset.UtcNow.AddHours(1);
        chain = first switch
        {
            "root" => chain with { Root = chain.Root.ValidUntil(end) },
            "intermediate" => chain with { Intermediate = chain.Intermediate.ValidUntil(end) },
            _ => chain with { Leaf = chain.Leaf.ValidUntil(end) },
        };
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = chain.Create();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        Authenticating subject = TestChain.Trusting(root) with { Clock = clock };
        ClientCertificateAuthenticator authenticator = (subject with
        {
            Options = subject.Options.With(
                chainValidation: new() { CacheDuration = TimeSpan.FromDays(1) },
                certificatePolicy: new() { ValidityPeriod = CertificateCheck.Ignore }),
        }).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        bool before = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        clock.Advance(TimeSpan.FromHours(2));
        bool after = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;

        (before, after).Should().Be((true, false));
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system's own service fetches certificates, in its own time.")]
    public async Task An_issuer_is_not_fetched_from_where_a_certificate_says()
    {
        await using RevocationListServer server = new();
        using X509Certificate2 root = new TestChain().Root.Create().ToX509Certificate2();

        // What the platform fetches it keeps in the user's store. There, in the end, it must not be taken for another test's authority.
        using X509Certificate2 intermediate = new TestChain().Intermediate
            .WithSubject($"CN=intermediate {Guid.NewGuid():N}")
            .IssuedBy(root)
            .Create().ToX509Certificate2();
        server.Publish("intermediate.crt", intermediate.RawData);
        X509AuthorityInformationAccessExtension access = new([], [server.AddressOf("intermediate.crt")]);
        ClientCertificate leaf =
            TestCertificates.Ec().WithSubject("CN=client").IssuedBy(intermediate).WithExtensions(access).Create().ClientCertificate;

        (await TestChain.Trusting(ClientCertificate.FromX509Certificate2(root)).ReasonFor(leaf))
            .Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
        server.Asked.IsCompleted.Should().BeFalse();
    }

    [Test]
    public async Task A_source_of_anchors_that_fails_is_a_temporary_error([Values] bool atOnce)
    {
        InvalidOperationException failure = new("down");
        StubTrustAnchorSource source = new(_ => atOnce ? throw failure : ValueTask.FromException<TrustAnchors>(failure));

        ClientAuthenticationResult result = await AuthenticateWith(source, CancellationToken.None);

        (result.FailureReason, result.FailureDetail).Should().Be(
            (ClientAuthenticationFailureReason.TrustAnchorsUnavailable, "down"));
        result.Exception.Should().BeSameAs(failure);
        (result.Error!.Error, result.Error.StatusCode).Should().Be(("temporarily_unavailable", 503));
    }

    [Test]
    public async Task A_source_of_anchors_may_take_its_time()
    {
        TaskCompletionSource<TrustAnchors> fetched = new();
        StubTrustAnchorSource source = new(_ => new ValueTask<TrustAnchors>(fetched.Task));

        Task<ClientAuthenticationResult> pending = AuthenticateWith(source, CancellationToken.None);
        bool isWaiting = !pending.IsCompleted;
        fetched.SetResult(TrustAnchors.None);

        isWaiting.Should().BeTrue();
        (await pending).FailureDetail.Should().Be("there is no trusted authority");
    }

    [Test]
    public async Task Waiting_for_anchors_can_be_cancelled()
    {
        using CancellationTokenSource cancellation = new();
        StubTrustAnchorSource source = new(async token =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            return TrustAnchors.None;
        });

        await FluentActions.Awaiting(() => AuthenticateWith(source, cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestCase(60, 2)]
    [TestCase(0, 4)]
    public async Task A_trusted_chain_is_remembered_for_a_short_time(int seconds, int expected)
    {
        int checks = 0;
        StubRevocationChecker checker = new(_ =>
        {
            checks++;
            return ValueTask.FromResult(RevocationStatus.Good);
        });
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        Authenticating subject = TestChain.Trusting(root) with { RevocationChecker = checker, Clock = clock };
        ClientCertificateAuthenticator authenticator = (subject with
        {
            Options = subject.Options.With(chainValidation: new() { CacheDuration = TimeSpan.FromSeconds(seconds) }),
        }).Create();

        for (int i = 0; i < 4; i++)
        {
            ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };
            (await authenticator.AuthenticateAsync(request)).IsAuthenticated.Should().BeTrue();
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        checks.Should().Be(expected);
    }

    [Test]
    public async Task A_revocation_checker_that_throws_knows_nothing([Values] bool atOnce)
    {
        StubRevocationChecker checker = new(_ => atOnce
            ? throw new InvalidOperationException("down")
            : ValueTask.FromException<RevocationStatus>(new OperationCanceledException("down")));

        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync(
            subject => subject with { RevocationChecker = checker });

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RevocationUnknown);
        result.FailureDetail.Should().EndWith("Exception: down");
    }

    [Test]
    public async Task A_revocation_checker_that_hangs_knows_nothing_when_its_time_is_over()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        TaskCompletionSource asked = new();
        CancellationToken given = default;
        StubRevocationChecker checker = new(token =>
        {
            given = token;
            asked.SetResult();
            return new ValueTask<RevocationStatus>(new TaskCompletionSource<RevocationStatus>().Task);
        });

        Task<ClientAuthenticationResult> pending = new TestChain().AuthenticateAsync(
            subject => subject with { RevocationChecker = checker, Clock = clock });
        await asked.Task;
        while (!pending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        ClientAuthenticationResult result = await pending;
        (result.FailureReason, result.FailureDetail).Should().Be(
            (ClientAuthenticationFailureReason.RevocationUnknown, "there was no answer in time"));
        given.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public async Task A_revocation_check_can_be_cancelled()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        using CancellationTokenSource source = new();
        StubRevocationChecker checker = new(token =>
        {
            source.Cancel();
            return ValueTask.FromCanceled<RevocationStatus>(token);
        });
        ClientCertificateAuthenticator authenticator = (TestChain.Trusting(root) with { RevocationChecker = checker }).Create();

        await FluentActions.Awaiting(() => authenticator.AuthenticateAsync(
                new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) }, source.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<ClientAuthenticationResult> AuthenticateWith(
        ITrustAnchorSource source, CancellationToken cancellationToken) =>
        await new ClientCertificateAuthenticator(
                new InMemoryClientMetadataStore(TestChain.Client), TestChain.Trusting().Options, trustAnchorSource: source)
            .AuthenticateAsync(
                new() { ClientId = "c", Presented = PresentedCertificate.Of(new TestChain().Create().Leaf) }, cancellationToken);

    private static ClientCertificate Sign(string subject, RSA key, bool isAuthority, string issuer, RSA issuerKey, bool withSha1)
    {
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        AnyHashSigner signer = new(
            X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1),
            issuerKey,
            withSha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256,
            pss: false);
        using X509Certificate2 certificate = request.Create(
            new X500DistinguishedName(issuer), signer, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1]);
        return ClientCertificate.FromX509Certificate2(certificate);
    }

    private static IEnumerable<TestCaseData> Untrusted()
    {
        const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
        DateTimeOffset early = DateTimeOffset.UtcNow.AddDays(-9);
        TestChain chain = new();
        X509Extension unknown = new("1.3.6.1.4.1.99999.1", [5, 0], critical: true);
        X509KeyUsageExtension digitalSignature = new(X509KeyUsageFlags.DigitalSignature, critical: true);
        X509KeyUsageExtension keyEncipherment = new(X509KeyUsageFlags.KeyEncipherment, critical: true);

        // permittedSubtrees [0] with one directoryName of another organisation (RFC 5280 §4.2.1.10).
        byte[] permittedSubtree = Der.Sequence(Der.Explicit(4, Der.CommonName("other")));
        X509Extension nameConstraints = new("2.5.29.30", Der.Sequence(Der.Explicit(0, permittedSubtree)), critical: true);

        // The length of paths is one for the root, which has two authorities below it here.
        yield return Case("intermediate expired", chain with
        {
            Intermediate = chain.Intermediate.ValidFrom(early).ValidUntil(early.AddDays(1)),
        });
        yield return Case("root expired", chain with { Root = chain.Root.ValidFrom(early).ValidUntil(early.AddDays(1)) });
        yield return Case("intermediate not valid yet", chain with
        {
            Intermediate = chain.Intermediate.ValidFrom(early.AddDays(20)).ValidUntil(early.AddDays(21)),
        });
        yield return Case("path too long", chain with { Root = chain.Root.AsAuthority(pathLength: 0) });
        yield return Case("usage of intermediate", chain with
        {
            Intermediate = chain.Intermediate.WithExtensions(TestChain.Usages(ServerAuthentication)),
        });
        yield return Case("intermediate that must not sign", chain with
        {
            Intermediate = chain.Intermediate.WithExtensions(digitalSignature),
        });
        yield return Case("unknown critical extension of intermediate", chain with
        {
            Intermediate = chain.Intermediate.WithExtensions(unknown),
        });
        yield return Case("name constraints", chain with
        {
            Intermediate = chain.Intermediate.WithExtensions(nameConstraints),
        });
        yield return Case(
            "unknown critical extension",
            chain with { Leaf = chain.Leaf.WithExtensions(unknown) },
            ClientAuthenticationFailureReason.UnknownCriticalExtension);
        yield return Case(
            "leaf is an authority",
            chain with { Leaf = chain.Leaf.AsAuthority() },
            ClientAuthenticationFailureReason.CertificateAuthority);
        yield return Case(
            "usage of leaf",
            chain with { Leaf = chain.Leaf.WithExtensions(TestChain.Usages(ServerAuthentication)) },
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);
        yield return Case(
            "leaf that must not sign",
            chain with { Leaf = chain.Leaf.WithExtensions(keyEncipherment) },
            ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);

        static TestCaseData Case(
            string name, TestChain chain, ClientAuthenticationFailureReason reason = ClientAuthenticationFailureReason.ChainNotTrusted) =>
            new(name, chain, reason) { TestName = $"A_chain_is_refused: {name}" };
    }
}
