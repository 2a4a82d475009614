using Capstan.Core.Health;
using Capstan.Core.Stacks;
using Capstan.Gateway.Balancing;
using Capstan.Testing;

namespace Capstan.Gateway.Tests.Balancing;

public sealed class TargetPoolTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<DataPlaneNotice> _notices = [];

    [Fact]
    public void Failed_Refused_LeavesOutFiveSecondsThenReturns()
    {
        var pool = Pool(Healthy("a"), Healthy("b"));
        var a = pool.Set.All[0];

        pool.Failed(a, TargetFailure.Refused, "refused");
        Assert.Equal(["b"], pool.Set.Available.Select(target => target.Target.Id));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Single(pool.Set.Available);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(2, pool.Set.Available.Length);
        Assert.Equal([DataPlaneNoticeKind.Refused, DataPlaneNoticeKind.Ejected, DataPlaneNoticeKind.Returned], _notices.Select(notice => notice.Kind));
    }

    [Fact]
    public void Failed_OnlyTarget_StaysIn()
    {
        var pool = Pool(Healthy("a"));
        for (var i = 0; i < 20; i++)
            pool.Failed(pool.Set.All[0], TargetFailure.Refused, "refused");

        Assert.Single(pool.Set.Available);
        Assert.DoesNotContain(_notices, notice => notice.Kind == DataPlaneNoticeKind.Ejected);
    }

    [Fact]
    public void Replace_MostUnhealthy_RoutesToAllAndSaysSo()
    {
        var pool = Pool(Healthy("a"), Unhealthy("b"), Unhealthy("c"));
        Assert.Equal(3, pool.Set.Available.Length);
        pool.Replace([Healthy("a"), Healthy("b"), Unhealthy("c")]);

        Assert.Equal(2, pool.Set.Available.Length);
        Assert.Equal([DataPlaneNoticeKind.PanicStarted, DataPlaneNoticeKind.PanicEnded], _notices.Select(notice => notice.Kind));
    }

    [Fact]
    public void Replace_Draining_ReportedOnceWhenTheLastRequestLeaves()
    {
        var pool = Pool(Healthy("a"), Healthy("b"));
        var target = pool.TryPick()!;
        pool.Replace([.. pool.Set.All.Select(state => state.Target with { Condition = TargetCondition.Draining })]);

        Assert.Null(pool.TryPick());
        Assert.Single(_notices, notice => notice.Kind == DataPlaneNoticeKind.Drained);
        pool.Leave(target);
        pool.Replace([.. pool.Set.All.Select(state => state.Target)]);

        Assert.Equal(["b", "a"], _notices.Where(notice => notice.Kind == DataPlaneNoticeKind.Drained).Select(notice => notice.Target));
    }

    [Fact]
    public async Task Wait_SeveralRequests_ServedInTheirOrder()
    {
        var pool = Pool();
        var waits = Enumerable.Range(0, 6).Select(_ => pool.WaitAsync(TimeSpan.FromSeconds(10), 100, TestContext.Current.CancellationToken)).ToArray();
        pool.Replace([Healthy("a"), Healthy("b"), Healthy("c")]);

        var targets = await Task.WhenAll(waits);

        Assert.Equal("abcabc", string.Concat(targets.Select(target => target!.Target.Id)));
        Assert.Single(_notices, notice => notice.Kind == DataPlaneNoticeKind.Holding);
    }

    [Fact]
    public async Task Wait_TimeIsOver_GivesNothingAndTakesNoPlace()
    {
        var pool = Pool();
        var wait = pool.WaitAsync(TimeSpan.FromSeconds(10), 100, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await wait);
        pool.Replace([Healthy("a")]);

        Assert.Equal(0, pool.Set.All[0].InFlight);
    }

    [Fact]
    public async Task Wait_OthersGaveUp_TheirPlacesAreFree()
    {
        var pool = Pool();
        using var abort = new CancellationTokenSource();
        var stays = pool.WaitAsync(TimeSpan.FromSeconds(10), 2, TestContext.Current.CancellationToken);
        var leaves = pool.WaitAsync(TimeSpan.FromSeconds(10), 2, abort.Token);
        Assert.Null(await pool.WaitAsync(TimeSpan.FromSeconds(10), 2, TestContext.Current.CancellationToken));
        await abort.CancelAsync();
        Assert.Null(await leaves);

        var comes = pool.WaitAsync(TimeSpan.FromSeconds(10), 2, TestContext.Current.CancellationToken);
        pool.Replace([Healthy("a"), Healthy("b")]);

        Assert.Equal("a", (await stays)!.Target.Id);
        Assert.Equal("b", (await comes)!.Target.Id);
    }

    [Fact]
    public async Task TryPick_FromManyThreads_SharesDifferByAtMostOne()
    {
        var pool = Pool(Healthy("a"), Healthy("b"), Healthy("c"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_250; i++)
                pool.TryPick();
        })));

        var counts = pool.Set.All.Select(target => target.InFlight).ToArray();
        Assert.Equal(10_000, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Theory]
    [InlineData(BalancePolicy.LeastRequests)]
    [InlineData(BalancePolicy.PowerOfTwoChoices)]
    public void TryPick_LoadPolicy_NewTargetStartsWithASmallShareThatGrows(BalancePolicy policy)
    {
        var pool = Pool(Healthy("old"), Healthy("new", _time.GetTimestamp()));
        pool.Balancer = Balancers.Create(policy, TimeSpan.FromSeconds(10), _time);

        for (var i = 0; i < 110; i++)
            pool.TryPick();
        Assert.InRange(pool.Set.All[1].InFlight, 8, 12);
        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 110; i++)
            pool.TryPick();

        Assert.InRange(pool.Set.All[1].InFlight, 105, 115);
    }

    [Fact]
    public async Task Replace_SomeThatWaitedHaveGivenUp_OthersAreServedStrictlyInTurn()
    {
        var pool = Pool();
        using var given = new CancellationTokenSource();
        var waits = Enumerable.Range(0, 8)
            .Select(i => pool.WaitAsync(TimeSpan.FromSeconds(10), 100, i % 2 == 0 ? given.Token : TestContext.Current.CancellationToken)).ToArray();
        await given.CancelAsync();

        pool.Replace([Healthy("a"), Healthy("b")]);

        Assert.Equal(["", "a", "", "b", "", "a", "", "b"], (await Task.WhenAll(waits)).Select(target => target?.Target.Id ?? ""));
        Assert.All(pool.Set.All.Select(target => target.Read()), target => Assert.Equal((2, 2L), (target.InFlight, target.Requests)));
    }

    private static Target Healthy(string id, long readySince = -1_000_000_000_000) =>
        new() { Id = id, Host = "127.0.0.1", Port = 1, Condition = TargetCondition.Healthy, ReadySince = readySince };

    private static Target Unhealthy(string id) => Healthy(id) with { Condition = TargetCondition.Unhealthy };

    private TargetPool Pool(params Target[] targets)
    {
        var pool = new TargetPool("web", _time, _notices.Add);
        pool.Replace(targets);
        return pool;
    }
}
