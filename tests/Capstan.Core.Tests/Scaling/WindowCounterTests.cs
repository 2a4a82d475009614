using Capstan.Core.Scaling;

namespace Capstan.Core.Tests.Scaling;

public sealed class WindowCounterTests
{
    [Fact]
    public void Start_NothingCounted_IsNull()
    {
        var counter = new WindowCounter(100);

        Assert.Null(counter.Start);
        Assert.Null(counter.WindowAt(5));
        Assert.Equal(0, counter.CountOf(0));
        Assert.Throws<InvalidOperationException>(() => counter.EndOf(0));
    }

    [Fact]
    public void Record_FirstRequest_BeginsWindowZeroAndCounts()
    {
        var counter = new WindowCounter(100);

        counter.Record(1_234);

        Assert.Equal(1_234, counter.Start);
        Assert.Equal(1, counter.CountOf(0));
        Assert.Equal(1_334, counter.EndOf(0));
        Assert.Equal(1_434, counter.EndOf(1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(101, 1)]
    [InlineData(199, 1)]
    [InlineData(200, 2)]
    [InlineData(299, 2)]
    [InlineData(300, 3)]
    [InlineData(7_000_000_000, 70_000_000)]
    public void Record_Arrival_BelongsToItsWindowToTheTick(long afterStart, long window)
    {
        var counter = new WindowCounter(100);
        counter.Record(50);
        var already = window == 0 ? 1 : 0;

        counter.Record(50 + afterStart);

        Assert.Equal(window, counter.WindowAt(50 + afterStart));
        Assert.Equal(already + 1, counter.CountOf(window));
        Assert.Equal(0, counter.CountOf(window + 1));
    }

    [Fact]
    public void Record_BurstRightAfterATick_BelongsToTheNewWindowWhole()
    {
        const long Millisecond = TimeSpan.TicksPerMillisecond;
        var counter = new WindowCounter(120_000 * Millisecond);
        counter.Record(0);
        for (var i = 0; i < 25; i++)
            counter.Record((120_000 * Millisecond) + (i * Millisecond / 5));

        Assert.Equal(1, counter.CountOf(0));
        Assert.Equal(25, counter.CountOf(1));
    }

    [Fact]
    public void Record_ArrivalNotedLate_CountsForTheWindowItArrivedIn()
    {
        var counter = new WindowCounter(100);
        counter.Record(0);
        counter.Record(250);

        counter.Record(199);
        counter.Record(99);

        Assert.Equal(2, counter.CountOf(0));
        Assert.Equal(1, counter.CountOf(1));
        Assert.Equal(1, counter.CountOf(2));
    }

    [Fact]
    public void Record_ArrivalBeforeTheFirst_CountsForWindowZero()
    {
        var counter = new WindowCounter(100);
        counter.Record(1_000);

        counter.Record(999);

        Assert.Equal(1_000, counter.Start);
        Assert.Equal(2, counter.CountOf(0));
    }

    [Fact]
    public void CountOf_WindowsThatCanStillBeRead_KeepTheirCounts()
    {
        var counter = new WindowCounter(10);
        for (var window = 0; window < 50; window++)
        {
            for (var i = 0; i <= window; i++)
                counter.Record(window * 10);
            for (var back = 0; back <= Math.Min(window, WindowCounter.ReadableWindows); back++)
                Assert.Equal(window - back + 1, counter.CountOf(window - back));
        }
    }

    [Fact]
    public void Record_WindowLongGone_IsDroppedAndHarmsNoLaterOne()
    {
        var counter = new WindowCounter(10);
        counter.Record(0);
        counter.Record(80);

        counter.Record(5);

        Assert.Equal(0, counter.CountOf(0));
        Assert.Equal(1, counter.CountOf(8));
    }

    [Fact]
    public void CountOf_NegativeWindow_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WindowCounter(10).CountOf(-1));

    [Fact]
    public async Task Record_ManyThreadsOverManyWindows_CountsEachRequestOnceInItsWindow()
    {
        const int Threads = 8;
        const int Windows = 40;
        const int PerWindow = 2_000;
        var counter = new WindowCounter(PerWindow);
        var totals = new long[Windows];
        using var together = new Barrier(Threads, _ => { });

        var cancellation = TestContext.Current.CancellationToken;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var window = 0; window < Windows; window++)
                {
                    // All threads enter a window at once, so that its beginning is contended every time.
                    together.SignalAndWait(cancellation);
                    for (var i = 0; i < PerWindow; i++)
                        counter.Record((window * PerWindow) + i);
                    together.SignalAndWait(cancellation);
                    totals[window] = counter.CountOf(window);
                }
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        // Every thread begins with the arrival 0, so whichever came first, that is the start.
        Assert.Equal(0, counter.Start);
        Assert.All(totals, total => Assert.Equal(Threads * PerWindow, total));
    }

    [Fact]
    public async Task Record_ThreadsInDifferentWindows_LosesNothing()
    {
        const int PerThread = 50_000;
        var counter = new WindowCounter(1_000);
        counter.Record(0);

        var cancellation = TestContext.Current.CancellationToken;
        await Task.WhenAll(Enumerable.Range(0, WindowCounter.ReadableWindows).Select(thread => Task.Run(
            () =>
            {
                for (var i = 0; i < PerThread; i++)
                    counter.Record((thread * 1_000) + (i % 1_000));
            },
            cancellation)));

        for (var window = 0; window < WindowCounter.ReadableWindows; window++)
            Assert.Equal(PerThread + (window == 0 ? 1 : 0), counter.CountOf(window));
    }
}
