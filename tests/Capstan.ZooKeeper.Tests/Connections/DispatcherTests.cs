using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Connections;

/// <summary>The order in which others are told.</summary>
public sealed class DispatcherTests
{
    private readonly Dispatcher _dispatcher = new();

    [Fact]
    public async Task All_are_told_in_order_and_one_at_a_time()
    {
        var (told, busy, most) = (new Seen<int>(), 0, 0);
        for (var i = 0; i < 5000; i++)
        {
            var number = i;
            _dispatcher.Post(() =>
            {
                most = Math.Max(most, Interlocked.Increment(ref busy));
                told.Tell(number);
                Interlocked.Decrement(ref busy);
            });
        }

        for (var i = 0; i < 5000; i++)
            Assert.Equal(i, await told.NextAsync());
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Whoever_posts_waits_for_nobody_who_is_told()
    {
        using var released = new ManualResetEventSlim();
        var told = new Seen<string>();
        _dispatcher.Post(() => released.Wait(TestContext.Current.CancellationToken));
        _dispatcher.Post(() => told.Tell("after"));
        Assert.Empty(told.Rest());
        released.Set();
        Assert.Equal("after", await told.NextAsync());
    }
}
