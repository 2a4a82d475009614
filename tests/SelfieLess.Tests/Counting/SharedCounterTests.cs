using Samples.Testing;
using SelfieLess.Store.Counting;

namespace SelfieLess.Tests.Counting;

public sealed class SharedCounterTests
{
    [Fact]
    public void Add_ManyThreadsOnManyMappings_CountsEachOnce()
    {
        using var folder = new TemporaryFolder();
        using var first = new SharedCounter(folder["count"]);
        using var second = new SharedCounter(folder["count"]);
        Parallel.For(0, 100_000, i => (i % 2 == 0 ? first : second).Add());
        Assert.Equal(100_000, first.Value);
        Assert.Equal(100_000, second.Value);
        second.Reset();
        Assert.Equal(0, first.Value);
    }

    [Fact]
    public void Open_Again_GoesOnCounting()
    {
        using var folder = new TemporaryFolder();
        using (var counter = new SharedCounter(folder["count"]))
        {
            counter.Add();
        }

        using var again = new SharedCounter(folder["count"]);
        again.Add();
        Assert.Equal(2, again.Value);
    }
}
