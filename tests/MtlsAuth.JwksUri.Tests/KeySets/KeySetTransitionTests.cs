using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.JwksUri.KeySets;
using MtlsAuth.Testing;

namespace MtlsAuth.JwksUri.Tests.KeySets;

public sealed class KeySetTransitionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly JwksUriOptions Options = new();

    private static readonly ClientJwkSet Keys =
        ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate);

    private static readonly ClientJwkSet OtherKeys =
        ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate);

    private static FetchResult Timeout => new() { Failure = JwksUriFailure.TimedOut, Detail = "no answer" };

    [TestCase(null, 300)]
    [TestCase(0, 60)]
    [TestCase(59, 60)]
    [TestCase(61, 61)]
    [TestCase(3_599, 3_599)]
    [TestCase(3_601, 3_600)]
    [TestCase(int.MaxValue, 3_600)]
    [TestCase(-5, 60)]
    public void What_the_response_says_counts_between_floor_and_ceiling(int? seconds, int expected) =>
        After(null, Fetched(Keys) with { Lifetime = seconds is { } given ? TimeSpan.FromSeconds(given) : null }).Lifetime
            .Should().Be(TimeSpan.FromSeconds(expected));

    [Test]
    public void Fetched_keys_replace_those_before_with_all_that_was_known_of_them()
    {
        KeySetEntry before = After(null, Fetched(Keys) with { Validators = new Validators("\"1\"", Start) });
        KeySetEntry after = After(After(before, Timeout), Fetched(OtherKeys), minutes: 6);

        after.Should().Be(new KeySetEntry
        {
            Keys = OtherKeys,
            FetchedAt = Start.AddMinutes(6),
            AskedAt = Start.AddMinutes(6),
            Lifetime = Options.DefaultLifetime,
        });
    }

    [Test]
    public void Keys_that_have_not_changed_are_as_good_as_fetched()
    {
        KeySetEntry before = After(null, Fetched(Keys) with { Validators = new Validators("\"1\"", Start) });
        KeySetEntry after = After(After(before, Timeout), new FetchResult { Lifetime = TimeSpan.FromMinutes(10) }, minutes: 6);

        after.Keys.Should().BeSameAs(Keys);
        after.FetchedAt.Should().Be(Start.AddMinutes(6));
        after.Lifetime.Should().Be(TimeSpan.FromMinutes(10));
        after.Failure.Should().Be(JwksUriFailure.None);
        after.Validators.Should().Be(new Validators("\"1\"", Start));
    }

    [Test]
    public void A_new_ETag_beside_keys_that_have_not_changed_counts()
    {
        KeySetEntry before = After(null, Fetched(Keys) with { Validators = new Validators("\"1\"", Start) });

        After(before, new FetchResult { Validators = new Validators("\"2\"", null) }).Validators
            .Should().Be(new Validators("\"2\"", Start));
    }

    [Test]
    public void Not_changed_without_anything_before_is_a_failure()
    {
        KeySetEntry entry = After(null, new FetchResult());

        entry.Keys.Should().BeNull();
        entry.Failure.Should().Be(JwksUriFailure.UnexpectedStatus);
    }

    [Test]
    public void Keys_survive_failures_with_the_time_when_they_were_fetched()
    {
        KeySetEntry before = After(null, Fetched(Keys) with { Validators = new Validators("\"1\"", Start) });
        KeySetEntry after = After(After(before, Timeout, minutes: 1), Timeout, minutes: 2);

        after.Keys.Should().BeSameAs(Keys);
        after.FetchedAt.Should().Be(Start);
        after.AskedAt.Should().Be(Start.AddMinutes(2));
        after.Validators.Should().Be(new Validators("\"1\"", Start));
        after.FailureDetail.Should().Be("no answer");
        after.FailureCount.Should().Be(2);
    }

    [Test]
    public void Pauses_grow_up_to_their_ceiling()
    {
        KeySetEntry? entry = null;
        List<double> pauses = [];
        for (int i = 0; i < 40; i++)
        {
            entry = After(entry, Timeout);
            pauses.Add(entry.Lifetime.TotalSeconds);
        }

        pauses.Take(8).Should().Equal(5, 10, 20, 40, 80, 160, 300, 300);
        pauses.Skip(8).Should().AllBeEquivalentTo(300);
    }

    [Test]
    public void Keys_that_are_too_old_are_not_kept()
    {
        KeySetEntry before = After(null, Fetched(Keys));

        After(before, Timeout, minutes: 240).Keys.Should().BeSameAs(Keys);
        After(before, Timeout, minutes: 241).Keys.Should().BeNull();
    }

    [Test]
    public void Keys_are_not_kept_once_a_private_key_has_been_published()
    {
        KeySetEntry after = After(After(null, Fetched(Keys)), new FetchResult { Failure = JwksUriFailure.PrivateKeyExposed });

        after.Keys.Should().BeNull();
        after.Validators.Should().Be(default(Validators));
    }

    [TestCase(0, true)]
    [TestCase(240, true)]
    [TestCase(241, false)]
    [TestCase(-1, true)]
    [TestCase(-2, false)]
    public void Keys_may_be_used_unless_they_are_too_old_or_from_the_future(int minutes, bool expected) =>
        new KeySetTransition(Options).MayUse(Start, Start.AddMinutes(minutes)).Should().Be(expected);

    [TestCase(6, true)]
    [TestCase(7, false)]
    public void Fetched_keys_are_current_for_their_lifetime_and_a_little_longer(int minutes, bool expected) =>
        new KeySetTransition(Options).IsCurrent(After(null, Fetched(Keys)), Start.AddMinutes(minutes)).Should().Be(expected);

    [TestCase(240, true)]
    [TestCase(241, false)]
    public void Keys_that_cannot_be_fetched_again_are_current_until_they_are_too_old(int minutes, bool expected) =>
        new KeySetTransition(Options).IsCurrent(After(After(null, Fetched(Keys)), Timeout, minutes: 240), Start.AddMinutes(minutes))
            .Should().Be(expected);

    [TestCase(true, 1, true)]
    [TestCase(true, 2, false)]
    [TestCase(false, 1, true)]
    [TestCase(false, 2, false)]
    public void A_failure_is_current_for_its_pause_and_a_little_longer(bool hasKeys, int minutes, bool expected)
    {
        KeySetEntry failed = After(hasKeys ? After(null, Fetched(Keys)) : null, Timeout);

        new KeySetTransition(Options).IsCurrent(failed, Start.AddMinutes(minutes)).Should().Be(expected);
    }

    [TestCase(-1, true)]
    [TestCase(-2, false)]
    public void A_failure_from_the_future_is_not_current(int minutes, bool expected) =>
        new KeySetTransition(Options).IsCurrent(After(null, Timeout), Start.AddMinutes(minutes)).Should().Be(expected);

    [Test]
    public void A_lifetime_that_no_version_has_written_does_no_harm() =>
        new KeySetTransition(Options).IsCurrent(After(null, Fetched(Keys)) with { Lifetime = TimeSpan.MaxValue }, Start).Should().BeTrue();

    private static FetchResult Fetched(ClientJwkSet keys) => new() { Keys = keys };

    private static KeySetEntry After(KeySetEntry? previous, FetchResult result, int minutes = 0) =>
        new KeySetTransition(Options).After(previous, result, Start.AddMinutes(minutes));
}
