using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>How long the answer on revocation may take, and what follows if there is none.</summary>
public sealed class RevocationLimitTests
{
    [Test]
    [Platform("Linux", Reason = "Elsewhere the system's own service fetches lists, in its own time.")]
    public async Task Answer_comes_in_time_while_a_server_still_holds_its_list(
        [Values(CertificateCheck.Enforce, CertificateCheck.Report)] CertificateCheck whenUnknown)
    {
        await using RevocationListServer server = new();
        using IDisposable held = server.Hold();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        Task<ClientAuthenticationResult> pending = Chain(server).AuthenticateAsync(subject => With(
            subject with { Clock = clock }, new() { RevocationMode = X509RevocationMode.Online, RevocationUnknown = whenUnknown }));

        await server.Asked;
        clock.Advance(new ChainValidatorOptions().RevocationTimeout);
        ClientAuthenticationResult result = await pending;

        (result.FailureReason, result.FailureDetail).Should().Be(whenUnknown == CertificateCheck.Enforce
            ? (ClientAuthenticationFailureReason.RevocationUnknown, "there was no answer in time")
            : (ClientAuthenticationFailureReason.None, null));
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system's own service fetches lists, in its own time.")]
    public async Task Platform_itself_waits_no_longer_than_the_limit()
    {
        await using RevocationListServer server = new();
        using IDisposable held = server.Hold();
        Task<ClientAuthenticationResult> pending = Chain(server).AuthenticateAsync(subject => With(
            subject with { Clock = new FakeTimeProvider(DateTimeOffset.UtcNow) },
            new() { RevocationMode = X509RevocationMode.Online, RevocationTimeout = TimeSpan.FromMilliseconds(100) }));

        ClientAuthenticationResult result = await pending.WaitAsync(TimeSpan.FromSeconds(12));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RevocationUnknown);
        result.FailureDetail.Should().NotBe("there was no answer in time", "the platform has answered");
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system's own service fetches lists, in its own time.")]
    public async Task Waiting_for_others_counts()
    {
        await using RevocationListServer server = new();
        using IDisposable held = server.Hold();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        ChainValidatorOptions options = new()
        {
            RevocationMode = X509RevocationMode.Online,
            MaximumConcurrentRevocationChecks = 1,
        };
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = Chain(server).Create();
        ClientCertificateAuthenticator authenticator = With(TestChain.Trusting(root) with { Clock = clock }, options).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        List<Task<ClientAuthenticationResult>> pending =
            [.. Enumerable.Range(0, 3).Select(_ => authenticator.AuthenticateAsync(request).AsTask())];
        await server.Asked;
        clock.Advance(options.RevocationTimeout);

        (await Task.WhenAll(pending)).Should()
            .OnlyContain(result => result.FailureReason == ClientAuthenticationFailureReason.RevocationUnknown);
    }

    [Test]
    [Platform("Linux", Reason = "Elsewhere the system's own service fetches lists, in its own time.")]
    public async Task Time_that_the_platform_has_taken_is_not_there_for_the_checker()
    {
        await using RevocationListServer server = new();
        using IDisposable held = server.Hold();
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        bool isTimeOver = false;
        StubRevocationChecker checker = new(token =>
        {
            isTimeOver = token.IsCancellationRequested;
            return new ValueTask<RevocationStatus>(new TaskCompletionSource<RevocationStatus>().Task);
        });
        ChainValidatorOptions options = new()
        {
            RevocationMode = X509RevocationMode.Online,
            RevocationUnknown = CertificateCheck.Report,
        };
        Task<ClientAuthenticationResult> pending = Chain(server).AuthenticateAsync(
            subject => With(subject with { Clock = clock, RevocationChecker = checker }, options));

        await server.Asked;
        clock.Advance(options.RevocationTimeout);
        ClientAuthenticationResult result = await pending;

        isTimeOver.Should().BeTrue();
        result.ReportedViolations.Should().Equal(ClientAuthenticationFailureReason.RevocationUnknown);
    }

    [TestCase(X509RevocationMode.Online)]
    [TestCase(X509RevocationMode.Offline)]
    public async Task Unknown_revocation_may_be_reported_instead(X509RevocationMode mode)
    {
        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync(subject => With(
            subject, new() { RevocationMode = mode, RevocationUnknown = CertificateCheck.Report }));

        result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
        result.ReportedViolations.Should().Equal(ClientAuthenticationFailureReason.RevocationUnknown);
    }

    [TestCase(RevocationStatus.Good, ClientAuthenticationFailureReason.None, false)]
    [TestCase(RevocationStatus.Unknown, ClientAuthenticationFailureReason.None, true)]
    [TestCase(RevocationStatus.Revoked, ClientAuthenticationFailureReason.CertificateRevoked, false)]
    public async Task Unknown_answer_of_a_checker_may_be_reported_instead(
        RevocationStatus status, ClientAuthenticationFailureReason reason, bool isReported)
    {
        StubRevocationChecker checker = new(_ => ValueTask.FromResult(status));

        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync(subject => With(
            subject with { RevocationChecker = checker }, new() { RevocationUnknown = CertificateCheck.Report }));

        result.FailureReason.Should().Be(reason);
        result.ReportedViolations.Should().Equal(isReported ? [ClientAuthenticationFailureReason.RevocationUnknown] : []);
    }

    [Test]
    public async Task Checker_is_not_asked_where_the_platform_has_refused()
    {
        StubRevocationChecker checker = new(_ => ValueTask.FromResult(RevocationStatus.Revoked));

        ClientAuthenticationResult result = await new TestChain().AuthenticateAsync(subject => With(
            subject with { RevocationChecker = checker }, new() { RevocationMode = X509RevocationMode.Offline }));

        (result.FailureReason, checker.Certificate).Should().Be((ClientAuthenticationFailureReason.RevocationUnknown, null));
    }

    [Test]
    public async Task Checker_that_works_on_behind_its_answer_is_told_that_nobody_waits()
    {
        CancellationToken told = default;
        StubRevocationChecker checker = new(token =>
        {
            told = token;
            return ValueTask.FromResult(RevocationStatus.Good);
        });

        await new TestChain().AuthenticateAsync(subject => subject with { RevocationChecker = checker });

        told.IsCancellationRequested.Should().BeTrue();
    }

    [Test]
    public async Task Report_is_given_with_a_remembered_chain_as_well()
    {
        int asked = 0;
        StubRevocationChecker checker = new(_ =>
        {
            asked++;
            return ValueTask.FromResult(RevocationStatus.Unknown);
        });
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificateAuthenticator authenticator = With(
            TestChain.Trusting(root) with { RevocationChecker = checker },
            new() { RevocationUnknown = CertificateCheck.Report }).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        await authenticator.AuthenticateAsync(request);
        ClientAuthenticationResult second = await authenticator.AuthenticateAsync(request);

        asked.Should().Be(1);
        second.ReportedViolations.Should().Equal(ClientAuthenticationFailureReason.RevocationUnknown);
    }

    [Test]
    public async Task Unknown_revocation_is_not_remembered_as_a_refusal()
    {
        RevocationStatus status = RevocationStatus.Unknown;
        StubRevocationChecker checker = new(_ => ValueTask.FromResult(status));
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificateAuthenticator authenticator = (TestChain.Trusting(root) with { RevocationChecker = checker }).Create();
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(leaf, [intermediate]) };

        bool before = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        status = RevocationStatus.Good;
        bool after = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;

        (before, after).Should().Be((false, true));
    }

    [Test]
    public async Task Work_runs_on_threads_of_its_own_a_few_at_a_time()
    {
        BuildThreads threads = new(1);
        using SemaphoreSlim finish = new(0);
        TaskCompletionSource firstRuns = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool secondRuns = false;
        Task<bool> first = threads.RunAsync(
            () =>
            {
                firstRuns.SetResult();
                finish.Wait();
                return Thread.CurrentThread.IsThreadPoolThread;
            },
            CancellationToken.None);
        Task<bool> second = threads.RunAsync(() => secondRuns = true, CancellationToken.None);

        await firstRuns.Task;
        bool secondRanBefore = secondRuns;
        finish.Release();

        (await first).Should().BeFalse("the pool is everybody's");
        (await second).Should().BeTrue();
        secondRanBefore.Should().BeFalse();
    }

    [Test]
    public async Task Work_that_nobody_waits_for_keeps_its_thread_until_it_ends()
    {
        BuildThreads threads = new(1);
        using SemaphoreSlim finish = new(0);
        using CancellationTokenSource impatient = new();
        TaskCompletionSource runs = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> abandoned = threads.RunAsync(
            () =>
            {
                runs.SetResult();
                finish.Wait();
                return true;
            },
            impatient.Token);
        await runs.Task;
        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => abandoned).Should().ThrowAsync<OperationCanceledException>();

        Task<bool> next = threads.RunAsync(() => true, CancellationToken.None);
        bool isWaiting = !next.IsCompleted;
        finish.Release();

        isWaiting.Should().BeTrue();
        (await next).Should().BeTrue();
    }

    [Test]
    public async Task Work_that_throws_frees_its_thread()
    {
        BuildThreads threads = new(1);

        await FluentActions.Awaiting(() => threads.RunAsync<bool>(() => throw new InvalidOperationException(), CancellationToken.None))
            .Should().ThrowAsync<InvalidOperationException>();

        (await threads.RunAsync(() => true, CancellationToken.None)).Should().BeTrue();
    }

    private static TestChain Chain(RevocationListServer server) => new()
    {
        Leaf = TestCertificates.Ec()
            .WithSubject("CN=client")
            .WithExtensions(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([server.AddressOf("intermediate.crl")])),
    };

    private static Authenticating With(Authenticating subject, ChainValidatorOptions options) =>
        subject with { Options = subject.Options.With(chainValidation: options) };
}
