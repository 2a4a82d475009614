using Capstan.Core.Scaling;

namespace Capstan.Core.Tests.Scaling;

public sealed class ScaleWindowsTests
{
    private readonly WindowCounter _counter = new(100);

    [Fact]
    public void TakeEnded_BeforeTheFirstRequest_GivesNothing()
    {
        var windows = new ScaleWindows(_counter, 5);

        Assert.Empty(windows.TakeEnded(1_000_000));
        Assert.Null(windows.NextEnd(1_000_000));
    }

    [Fact]
    public void TakeEnded_EachWindow_IsGivenOnceAfterItSettled()
    {
        var windows = new ScaleWindows(_counter, 5);
        _counter.Record(1000);

        Assert.Equal(1105, windows.NextEnd(1000));
        Assert.Empty(windows.TakeEnded(1104));
        Assert.Equal([new EndedWindow(0, 1)], windows.TakeEnded(1105));
        Assert.Empty(windows.TakeEnded(1105));
        Assert.Equal(1205, windows.NextEnd(1105));
    }

    [Fact]
    public void TakeEnded_RequestRecordedAMomentAfterTheTick_IsInItsDecision()
    {
        var windows = new ScaleWindows(_counter, 5);
        _counter.Record(1000);
        Assert.Empty(windows.TakeEnded(1102));
        _counter.Record(1099);

        Assert.Equal([new EndedWindow(0, 2)], windows.TakeEnded(1105));
    }

    [Fact]
    public void TakeEnded_AfterAStall_GivesEveryWindowInOrder()
    {
        var windows = new ScaleWindows(_counter, 0);
        _counter.Record(1000);
        _counter.Record(1150);
        _counter.Record(1151);

        Assert.Equal([new EndedWindow(0, 1), new EndedWindow(1, 2), new EndedWindow(2, 0)], windows.TakeEnded(1300));
    }

    [Fact]
    public void TakeEnded_BurstRightAfterTheTick_BelongsToTheNewWindowHoweverLateItIsAsked()
    {
        var windows = new ScaleWindows(_counter, 5);
        _counter.Record(1000);
        for (var request = 0; request < 26; request++)
            _counter.Record(1100);

        Assert.Equal([new EndedWindow(0, 1)], windows.TakeEnded(1160));
        Assert.Equal([new EndedWindow(1, 26)], windows.TakeEnded(1205));
    }

    [Fact]
    public void TakeEnded_VeryLongStall_GivesWhatCanStillBeRead()
    {
        var windows = new ScaleWindows(_counter, 0);
        _counter.Record(1000);

        var ended = windows.TakeEnded(1000 + (100 * 50));

        Assert.Equal(49, ended[^1].Index);
        Assert.Equal(WindowCounter.ReadableWindows, ended.Count);
    }
}
