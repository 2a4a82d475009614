using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>A session on a real server while nothing is wrong.</summary>
public sealed class SessionTests(SharedServer shared) : ServerTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task The_servers_have_the_last_word_on_the_timeout()
    {
        var client = await ConnectAsync(Options() with { SessionTimeout = TimeSpan.FromHours(1) });
        Assert.Equal(Testing.Servers.ZooKeeperServer.Tick * 20, client.SessionTimeout);
        Assert.NotEqual(0, client.SessionId);
        Assert.Equal(ConnectionState.Connected, client.State);
    }

    [Fact(Timeout = Deadline)]
    public async Task An_idle_session_lives_on_pings()
    {
        var states = new Seen<ConnectionState>();
        var client = await ConnectAsync(Options() with { SessionTimeout = TimeSpan.FromSeconds(1) });
        client.StateChanged += states.Tell;
        await client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        var other = await ConnectAsync();

        var gone = new Seen<NodeEvent>();
        Assert.NotNull(await other.ExistsAsync("/e", gone.Tell, Token));
        await Task.Delay(client.SessionTimeout * 3, Token);

        Assert.Empty(gone.Rest());
        Assert.Empty(states.Rest());
        Assert.Equal(ConnectionState.Connected, client.State);
    }

    [Fact(Timeout = Deadline)]
    public async Task An_idle_session_is_heard_of_again_and_again_before_its_server_would_be_left()
    {
        var client = await ConnectAsync(Options() with { SessionTimeout = TimeSpan.FromSeconds(3) });
        for (var pings = 0; pings < 3; pings++)
        {
            var before = client.DisconnectedSince;
            await Eventually.TrueAsync(() => client.DisconnectedSince > before);
            Assert.InRange(TimeProvider.System.GetElapsedTime(before, client.DisconnectedSince), TimeSpan.Zero, client.SessionTimeout * 2 / 3);
        }

        Assert.Equal("", client.Trouble);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_disposed_client_takes_its_ephemeral_nodes_with_it_at_once()
    {
        var (one, other) = (await ConnectAsync(Options() with { SessionTimeout = TimeSpan.FromSeconds(10) }), await ConnectAsync());
        await one.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        Assert.NotNull(await other.ExistsAsync("/e", Token));

        await one.DisposeAsync();

        Assert.Null(await other.ExistsAsync("/e", Token));
        Assert.Equal(ConnectionState.Closed, one.State);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_disposed_client_ends_its_watches_and_refuses_calls()
    {
        var states = new Seen<ConnectionState>();
        var client = await ConnectAsync();
        client.StateChanged += states.Tell;
        var (shot, watch) = (new Seen<NodeEvent>(), client.Watch("/", isRecursive: true));
        await client.ChildrenAsync("/", shot.Tell, Token);

        await client.DisposeAsync();
        await client.DisposeAsync();

        Assert.Equal(ConnectionState.Closed, await states.NextAsync());
        Assert.Equal(new NodeEvent(NodeEventKind.Ended, "/"), await shot.NextAsync());
        await foreach (var news in watch.WithCancellation(Token))
            Assert.Equal(NodeEventKind.Missed, news.Kind);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ExistsAsync("/", Token));
        Assert.Throws<ObjectDisposedException>(() => client.Watch("/", isRecursive: false));
    }

    [Fact(Timeout = Deadline)]
    public async Task Options_that_cannot_be_used_are_refused_with_the_reason()
    {
        foreach (var (options, word) in new[]
        {
            (Options() with { Servers = [] }, "no server"),
            (Options() with { Servers = [new("", 2181)] }, "host"),
            (Options() with { Servers = [new("localhost", 0)] }, "port"),
            (Options() with { Root = "a" }, "slash"),
            (Options() with { Root = "/" }, "root"),
            (Options() with { SessionTimeout = TimeSpan.FromMilliseconds(10) }, "timeout"),
            (Options() with { Credentials = new("a:b", "c") }, "colon"),
            (Options() with { MaxAnswer = 1 }, "answer"),
        })
        {
            var fault = await Assert.ThrowsAsync<ArgumentException>(() => ZooKeeperClient.ConnectAsync(options, Token));
            Assert.Contains(word, fault.Message);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Connecting_where_nobody_answers_goes_on_until_cancelled_and_says_why()
    {
        var port = Testing.Runtimes.LocalPorts.Free();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ZooKeeperClient.ConnectAsync(Options() with { Servers = [new("127.0.0.1", port)] }, limit.Token));
        Assert.Contains($"127.0.0.1:{port}", fault.Message);
        Assert.Contains("refused", fault.Message);
    }

    [Fact(Timeout = Deadline)]
    public async Task Connecting_where_nobody_answers_tells_why_each_attempt_failed()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var port = Testing.Runtimes.LocalPorts.Free();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var connecting = ZooKeeperClient.ConnectAsync(Options() with { Servers = [new("127.0.0.1", port)], Troubled = reason => told.TrySetResult(reason) }, ends.Token);
        Assert.StartsWith($"127.0.0.1:{port}: Connection refused", await told.Task);
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    /// <summary>It can befall a session that is well, too: its client says what there was.</summary>
    [Fact(Timeout = Deadline)]
    public async Task What_nobody_foresaw_in_a_living_session_is_its_trouble()
    {
        await using var proxy = new FaultProxy(Server.Port);
        var fails = false;
        var client = await ConnectAsync(Options() with
        {
            Servers = [new("127.0.0.1", proxy.Port)],
            Chance = () => Volatile.Read(ref fails) ? throw new InvalidOperationException("there is none") : 0.5,
        });
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.StateChanged += state => _ = state == ConnectionState.Closed && closed.TrySetResult();
        Volatile.Write(ref fails, true);
        proxy.Refuse();
        await closed.Task;
        Assert.Contains("there is none", client.Trouble);
    }

    /// <summary>The session has a thread of its own: what nobody catches there would end the process.</summary>
    [Fact(Timeout = Deadline)]
    public async Task What_nobody_foresaw_ends_the_session_and_says_so()
    {
        var fault = await Assert.ThrowsAsync<ZooKeeperException>(
            () => ZooKeeperClient.ConnectAsync(Options() with { Chance = () => throw new InvalidOperationException("there is none") }, Token));
        Assert.Equal(ZooKeeperError.SystemError, fault.Error);
        Assert.Contains("there is none", fault.Message);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_server_that_is_away_is_passed_over()
    {
        var away = new ZooKeeperAddress("127.0.0.1", Testing.Runtimes.LocalPorts.Free());
        var client = await ConnectAsync(Options() with { Servers = [away, Server.Address, away], Chance = () => 0 });
        Assert.NotNull(await client.ExistsAsync("/", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task The_node_of_an_earlier_session_is_told_by_its_owner()
    {
        var (earlier, later) = (await ConnectAsync(), await ConnectAsync());
        await earlier.CreateAsync("/me", default, NodeKind.Ephemeral, Token);
        await RefusedAsync(ZooKeeperError.NodeExists, () => later.CreateAsync("/me", default, NodeKind.Ephemeral, Token));
        Assert.NotEqual(later.SessionId, (await later.ExistsAsync("/me", Token))!.Owner);
        var gone = new Seen<NodeEvent>();
        await later.ExistsAsync("/me", gone.Tell, Token);
        await earlier.DisposeAsync();
        Assert.Equal(NodeEventKind.Deleted, (await gone.NextAsync()).Kind);
        await later.CreateAsync("/me", default, NodeKind.Ephemeral, Token);
        Assert.Equal(later.SessionId, (await later.ExistsAsync("/me", Token))!.Owner);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_busy_thread_pool_does_not_cost_the_session()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        using var released = new ManualResetEventSlim();
        var client = await ConnectAsync(Options() with { SessionTimeout = TimeSpan.FromSeconds(1) });
        var before = client.DisconnectedSince;

        // Every thread of the pool and more that it will add meanwhile; the test itself waits on a thread of its own.
        var blocked = Enumerable.Range(0, workers + 64).Select(_ => Task.Run(() => released.Wait(Token), Token)).ToArray();
        var alive = await Task.Factory.StartNew(
            () => SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(before, client.DisconnectedSince) > client.SessionTimeout * 2, 30_000),
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        released.Set();
        await Task.WhenAll(blocked);

        Assert.True(alive);
        Assert.Equal("", client.Trouble);
    }
}
