using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class RetryBudgetTests
{
    private const long Second = 1_000;

    [Fact]
    public void TryTake_FewRequests_AllowsTheFloor()
    {
        var budget = new RetryBudget(Second);

        Assert.Equal(RetryBudget.Floor, Enumerable.Range(0, 50).Count(_ => budget.TryTake(0, 0.2)));
    }

    [Fact]
    public void TryTake_ManyRequests_AllowsTheShareOfTenSeconds()
    {
        var budget = new RetryBudget(Second);
        for (var i = 0; i < 1_000; i++)
            budget.Record(i * 10);

        Assert.Equal(200, Enumerable.Range(0, 500).Count(_ => budget.TryTake(9_999, 0.2)));
        Assert.False(budget.TryTake(10_500, 0.2));
        Assert.Equal(RetryBudget.Floor, Enumerable.Range(0, 50).Count(_ => budget.TryTake(30_000, 0.2)));
    }

    [Fact]
    public void TryTake_NoShare_AllowsNone() => Assert.False(new RetryBudget(Second).TryTake(0, 0));
}
