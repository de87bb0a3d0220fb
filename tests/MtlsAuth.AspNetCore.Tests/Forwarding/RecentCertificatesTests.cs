using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecentCertificatesTests
{
    private readonly RecentCertificates _recent = new();

    [Test]
    public void What_was_read_is_remembered_for_the_same_value()
    {
        PresentedCertificate presented = NewCertificate();
        _recent.Add("abc", false, presented);

        _recent.Find(new string("abc".AsSpan()), false).Should().BeSameAs(presented);
        _recent.Find("abd", false).Should().BeNull();
        _recent.Find("ABC", false).Should().BeNull();
    }

    [Test]
    public void The_proxys_verdict_belongs_to_what_is_remembered()
    {
        _recent.Add("abc", false, NewCertificate());

        _recent.Find("abc", true).Should().BeNull();
    }

    [Test]
    public void Each_value_finds_its_own_certificate_or_none_however_many_there_are()
    {
        Dictionary<string, PresentedCertificate> all = [];
        for (int i = 0; i < 5_000; i++)
        {
            PresentedCertificate presented = PresentedCertificate.Of(Certificate);
            all[$"value {i}"] = presented;
            _recent.Add($"value {i}", false, presented);
        }

        PresentedCertificate?[] found = [.. all.Keys.Select(value => _recent.Find(value, false))];

        found.Count(static presented => presented is not null).Should().BeInRange(1, 256);
        found.Zip(all.Values).Should().OnlyContain(static pair => pair.First == null || ReferenceEquals(pair.First, pair.Second));
    }

    [Test]
    public void What_was_refused_is_not_remembered()
    {
        _recent.Add("abc", false, PresentedCertificate.Refused(CertificateFormatError.MalformedHeader));

        _recent.Find("abc", false).Should().BeNull();
    }

    [Test]
    public void A_long_value_is_not_remembered()
    {
        string value = new('a', 8_193);
        _recent.Add(value, false, NewCertificate());
        _recent.Add(value[1..], false, NewCertificate());

        _recent.Find(value, false).Should().BeNull();
        _recent.Find(value[1..], false).Should().NotBeNull();
    }

    private static ClientCertificate Certificate { get; } = TestCertificates.Ec().Create().ClientCertificate;

    private static PresentedCertificate NewCertificate() => PresentedCertificate.Of(TestCertificates.Ec().Create().ClientCertificate);
}
