using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ChainCacheTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);
    private static readonly ClientCertificate A = TestCertificates.Ec().Create().ClientCertificate;
    private static readonly ClientCertificate B = TestCertificates.Ec().Create().ClientCertificate;
    private static readonly TrustAnchors Anchors = TrustAnchors.FromCertificates();

    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Find_finds_what_was_added_for_its_time()
    {
        ChainCache cache = new(Duration, 10, _clock);
        ChainValidation validation = Trusted();
        cache.Add(A.Thumbprint, Anchors, validation);

        ChainValidation? first = cache.Find(A.Thumbprint, Anchors);
        _clock.Advance(Duration - TimeSpan.FromTicks(1));
        ChainValidation? last = cache.Find(A.Thumbprint, Anchors);
        _clock.Advance(TimeSpan.FromTicks(1));

        first.Should().BeSameAs(validation);
        last.Should().BeSameAs(validation);
        cache.Find(A.Thumbprint, Anchors).Should().BeNull();
    }

    [Test]
    public void Find_forgets_a_chain_that_expires_earlier()
    {
        ChainCache cache = new(Duration, 10, _clock);
        cache.Add(A.Thumbprint, Anchors, Trusted(_clock.GetUtcNow().AddSeconds(5)));

        _clock.Advance(TimeSpan.FromSeconds(5));

        cache.Find(A.Thumbprint, Anchors).Should().BeNull();
    }

    [Test]
    public void Find_does_not_find_another_certificate_or_other_anchors()
    {
        ChainCache cache = new(Duration, 10, _clock);
        cache.Add(A.Thumbprint, Anchors, Trusted());

        cache.Find(B.Thumbprint, Anchors).Should().BeNull();
        cache.Find(A.Thumbprint, TrustAnchors.FromCertificates()).Should().BeNull();
    }

    [Test]
    public void Nothing_is_remembered_for_no_time()
    {
        ChainCache cache = new(TimeSpan.Zero, 10, _clock);
        cache.Add(A.Thumbprint, Anchors, Trusted());
        _clock.AdjustTime(_clock.GetUtcNow().AddSeconds(-1));

        cache.Find(A.Thumbprint, Anchors).Should().BeNull();
    }

    [Test]
    public void A_full_cache_starts_anew()
    {
        ChainCache cache = new(Duration, 1, _clock);
        cache.Add(A.Thumbprint, Anchors, Trusted());
        cache.Add(B.Thumbprint, Anchors, Trusted());

        cache.Find(A.Thumbprint, Anchors).Should().BeNull();
        cache.Find(B.Thumbprint, Anchors).Should().NotBeNull();
    }

    [Test]
    public void The_longest_time_is_no_overflow()
    {
        ChainCache cache = new(TimeSpan.MaxValue, 10, _clock);
        cache.Add(A.Thumbprint, Anchors, Trusted());

        cache.Find(A.Thumbprint, Anchors).Should().NotBeNull();
    }

    private static ChainValidation Trusted(DateTimeOffset? until = null) =>
        new(ChainFailure.None, null, default, until ?? DateTimeOffset.MaxValue);
}
