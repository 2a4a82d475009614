using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Tests.Rig;
using Capstan.ZooKeeper.Watching;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Watching;

/// <summary>What the server is asked for, and in which order, when watches come and go at the same node at the same time.</summary>
public sealed class WatchDeskTests
{
    private const int Deadline = 60_000;
    private const int Rounds = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Deadline)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task One_that_comes_while_another_ends_is_what_the_server_has(bool isFirstRecursive, bool isSecondRecursive)
    {
        var server = new WatchedServer();
        await using var played = new PlayedServer(server.PlayAsync);
        await using var client = await ZooKeeperClient.ConnectAsync(played.Options, Token);
        using var start = new Barrier(2);
        for (var round = 0; round < Rounds; round++)
        {
            var first = client.Watch("/a", isFirstRecursive);
            NodeWatch? second = null;
            Together(start, first.Dispose, () => second = client.Watch("/a", isSecondRecursive));
            await client.ExistsAsync("/done", Token);
            Assert.Equal(isSecondRecursive, server.IsRecursive);
            second!.Dispose();
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Of_two_that_come_together_the_server_has_the_larger()
    {
        var server = new WatchedServer();
        await using var played = new PlayedServer(server.PlayAsync);
        await using var client = await ZooKeeperClient.ConnectAsync(played.Options, Token);
        using var start = new Barrier(2);
        for (var round = 0; round < Rounds; round++)
        {
            NodeWatch? one = null, other = null;
            Together(start, () => one = client.Watch("/a", isRecursive: false), () => other = client.Watch("/a", isRecursive: true));
            await client.ExistsAsync("/done", Token);
            Assert.True(server.IsRecursive);
            one!.Dispose();
            other!.Dispose();
        }
    }

    /// <summary>A server forgets all watches of the node, and this one would never be told.</summary>
    [Fact(Timeout = Deadline)]
    public async Task One_that_ends_leaves_a_one_shot_watch_that_is_on_its_way()
    {
        var server = new WatchedServer { MayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using var played = new PlayedServer(server.PlayAsync);
        await using var client = await ZooKeeperClient.ConnectAsync(played.Options, Token);
        var watch = client.Watch("/a", isRecursive: false);
        var reading = client.GetAsync("/a", _ => { }, Token);
        watch.Dispose();
        var done = client.ExistsAsync("/done", Token);
        server.MayRead.SetResult();
        await done;
        Assert.Equal(ZooKeeperError.NoNode, (await Assert.ThrowsAsync<ZooKeeperException>(() => reading)).Error);
        Assert.DoesNotContain(OpCode.RemoveWatches, server.Asked);
    }

    [Fact(Timeout = Deadline)]
    public async Task One_that_comes_just_after_the_sessions_end_ends()
    {
        var desk = new WatchDesk(new Chroot(""), new CallDesk(TimeProvider.System), new Dispatcher());
        desk.End(new ZooKeeperException(ZooKeeperError.SessionExpired));
        var watch = new NodeWatch("/a", isRecursive: false, _ => { });
        desk.Add(watch, "/a");
        await using var events = watch.GetAsyncEnumerator(Token);
        Assert.Equal(ZooKeeperError.SessionExpired, (await Assert.ThrowsAsync<ZooKeeperException>(async () => await events.MoveNextAsync())).Error);
    }

    private static void Together(Barrier start, Action one, Action other)
    {
        var beside = new Thread(() =>
        {
            start.SignalAndWait();
            other();
        });
        beside.Start();
        start.SignalAndWait();
        one();
        beside.Join();
    }
}
