using Microsoft.Extensions.Time.Testing;
using MtlsAuth.JwksUri.KeySets;

namespace MtlsAuth.JwksUri.Tests.KeySets;

public sealed class RefreshBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void As_many_as_are_allowed_a_minute_may_come_at_once_and_no_more()
    {
        RefreshBudget budget = new(3, _clock);

        TakeAll(budget).Should().Be(3);
    }

    [Test]
    public void What_was_taken_comes_back_evenly()
    {
        RefreshBudget budget = new(60, _clock);
        TakeAll(budget);

        _clock.Advance(TimeSpan.FromSeconds(2.5));

        TakeAll(budget).Should().Be(2);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        TakeAll(budget).Should().Be(1);
    }

    [Test]
    public void No_more_than_a_minutes_worth_is_saved_up()
    {
        RefreshBudget budget = new(3, _clock);
        TakeAll(budget);

        _clock.Advance(TimeSpan.FromDays(1));

        TakeAll(budget).Should().Be(3);
    }

    [Test]
    public void Many_who_take_at_once_get_no_more_than_is_there()
    {
        RefreshBudget budget = new(50, _clock);

        int taken = ParallelEnumerable.Range(0, 1_000).Count(_ => budget.TryTake());

        taken.Should().Be(50);
    }

    private static int TakeAll(RefreshBudget budget)
    {
        int count = 0;
        while (budget.TryTake())
        {
            count++;
        }

        return count;
    }
}
