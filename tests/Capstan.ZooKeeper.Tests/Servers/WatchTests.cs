using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>Watches on a real server, of both kinds and together.</summary>
public sealed class WatchTests(SharedServer shared) : ServerTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task A_one_shot_watch_tells_once()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        var (data, exist, child) = (new Seen<NodeEvent>(), new Seen<NodeEvent>(), new Seen<NodeEvent>());

        await client.GetAsync("/n", data.Tell, Token);
        Assert.Null(await client.ExistsAsync("/m", exist.Tell, Token));
        await client.ChildrenAsync("/n", child.Tell, Token);
        await client.SetAsync("/n", Bytes("1"), cancellationToken: Token);
        await client.SetAsync("/n", Bytes("2"), cancellationToken: Token);
        await client.CreateAsync("/m", default, cancellationToken: Token);
        await client.CreateAsync("/n/c", default, cancellationToken: Token);
        await client.CreateAsync("/n/d", default, cancellationToken: Token);

        Assert.Equal(new NodeEvent(NodeEventKind.DataChanged, "/n"), await data.NextAsync());
        Assert.Equal(new NodeEvent(NodeEventKind.Created, "/m"), await exist.NextAsync());
        Assert.Equal(new NodeEvent(NodeEventKind.ChildrenChanged, "/n"), await child.NextAsync());
        Assert.Empty(data.Rest());
        Assert.Empty(exist.Rest());
        Assert.Empty(child.Rest());
    }

    [Fact(Timeout = Deadline)]
    public async Task A_read_that_fails_sets_no_watch()
    {
        var client = await ConnectAsync();
        var (refused, told) = (new Seen<NodeEvent>(), new Seen<NodeEvent>());
        await RefusedAsync(ZooKeeperError.NoNode, () => client.GetAsync("/n", refused.Tell, Token));
        await client.ExistsAsync("/n", told.Tell, Token);
        await client.CreateAsync("/n", default, cancellationToken: Token);
        await told.NextAsync();
        Assert.Empty(refused.Rest());
    }

    [Fact(Timeout = Deadline)]
    public async Task A_lasting_watch_tells_everything_of_its_node_in_order()
    {
        var client = await ConnectAsync();
        using var watch = client.Watch("/n", isRecursive: false);
        await using var events = watch.GetAsyncEnumerator(Token);
        await NextAsync(events, NodeEventKind.Missed, "/n");

        await client.CreateAsync("/n", default, cancellationToken: Token);
        await client.SetAsync("/n", default, cancellationToken: Token);
        await client.CreateAsync("/n/c", default, cancellationToken: Token);
        await client.SetAsync("/n/c", default, cancellationToken: Token);
        await client.DeleteAsync("/n/c", cancellationToken: Token);
        await client.DeleteAsync("/n", cancellationToken: Token);

        await NextAsync(events, NodeEventKind.Created, "/n");
        await NextAsync(events, NodeEventKind.DataChanged, "/n");
        await NextAsync(events, NodeEventKind.ChildrenChanged, "/n");
        await NextAsync(events, NodeEventKind.ChildrenChanged, "/n");
        await NextAsync(events, NodeEventKind.Deleted, "/n");
    }

    [Fact(Timeout = Deadline)]
    public async Task A_recursive_watch_tells_everything_below_too()
    {
        var client = await ConnectAsync();
        using var watch = client.Watch("/n", isRecursive: true);
        await using var events = watch.GetAsyncEnumerator(Token);
        await NextAsync(events, NodeEventKind.Missed, "/n");

        await client.CreateAsync("/n", default, cancellationToken: Token);
        await client.CreateAsync("/n/c", default, cancellationToken: Token);
        await client.CreateAsync("/n/c/d", default, NodeKind.Ephemeral, Token);
        await client.SetAsync("/n/c/d", default, cancellationToken: Token);
        await client.DeleteAsync("/n/c/d", cancellationToken: Token);
        await client.CreateAsync("/near", default, cancellationToken: Token);
        await client.SetAsync("/n", default, cancellationToken: Token);

        await NextAsync(events, NodeEventKind.Created, "/n");
        await NextAsync(events, NodeEventKind.Created, "/n/c");
        await NextAsync(events, NodeEventKind.Created, "/n/c/d");
        await NextAsync(events, NodeEventKind.DataChanged, "/n/c/d");
        await NextAsync(events, NodeEventKind.Deleted, "/n/c/d");
        await NextAsync(events, NodeEventKind.DataChanged, "/n");
    }

    [Fact(Timeout = Deadline)]
    public async Task A_one_shot_watch_at_the_same_node_does_not_end_a_lasting_one()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        using var watch = client.Watch("/n", isRecursive: true);
        await using var events = watch.GetAsyncEnumerator(Token);
        await NextAsync(events, NodeEventKind.Missed, "/n");
        var shot = new Seen<NodeEvent>();

        await client.GetAsync("/n", shot.Tell, Token);
        await NextAsync(events, NodeEventKind.Missed, "/n");
        await client.SetAsync("/n", default, cancellationToken: Token);
        await shot.NextAsync();
        await client.SetAsync("/n", default, cancellationToken: Token);
        await client.CreateAsync("/n/c", default, cancellationToken: Token);

        await NextAsync(events, NodeEventKind.DataChanged, "/n");
        await NextAsync(events, NodeEventKind.DataChanged, "/n");
        await NextAsync(events, NodeEventKind.Created, "/n/c");
        Assert.Empty(shot.Rest());
    }

    [Fact(Timeout = Deadline)]
    public async Task A_recursive_watch_and_another_at_the_same_node_each_tell_their_own()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        using var wide = client.Watch("/n", isRecursive: true);
        using var narrow = client.Watch("/n", isRecursive: false);
        await using var all = wide.GetAsyncEnumerator(Token);
        await using var own = narrow.GetAsyncEnumerator(Token);
        await client.SyncAsync("/", Token);

        await client.CreateAsync("/n/c", default, cancellationToken: Token);
        await client.CreateAsync("/n/c/d", default, cancellationToken: Token);
        await client.SetAsync("/n", default, cancellationToken: Token);

        Assert.Equal([NodeEventKind.Created, NodeEventKind.Created, NodeEventKind.DataChanged], await ReadAsync(all, 3));
        Assert.Equal([NodeEventKind.ChildrenChanged, NodeEventKind.DataChanged], await ReadAsync(own, 2));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_disposed_watch_ends_and_leaves_others_at_its_node()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        using var stays = client.Watch("/n", isRecursive: false);
        var goes = client.Watch("/n", isRecursive: true);
        await using var events = stays.GetAsyncEnumerator(Token);
        goes.Dispose();
        await foreach (var _ in goes.WithCancellation(Token))
        {
            // What had come before its end.
        }

        await client.CreateAsync("/n/c", default, cancellationToken: Token);
        Assert.Equal([NodeEventKind.ChildrenChanged], await ReadAsync(events, 1));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_watch_that_the_last_one_leaves_is_gone_from_the_server()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        client.Watch("/n", isRecursive: true).Dispose();
        await client.SyncAsync("/", Token);
        var shot = new Seen<NodeEvent>();

        // A one-shot watch there works as if there had been nothing.
        await client.ChildrenAsync("/n", shot.Tell, Token);
        await client.CreateAsync("/n/c", default, cancellationToken: Token);
        Assert.Equal(NodeEventKind.ChildrenChanged, (await shot.NextAsync()).Kind);
    }

    [Fact(Timeout = Deadline)]
    public async Task Watches_of_nodes_without_the_right_to_read_tell_nothing_of_them()
    {
        var anna = await ConnectAsync(Options() with { Acl = NodeAcl.Open, Credentials = new("anna", "secret") });
        var other = await ConnectAsync();
        using var watch = other.Watch("/", isRecursive: true);
        await using var events = watch.GetAsyncEnumerator(Token);
        await NextAsync(events, NodeEventKind.Missed, "/");

        await anna.CreateAsync("/hers", default, NodeKind.Persistent, NodeAcl.Creator, Token);
        await anna.CreateAsync("/shown", default, cancellationToken: Token);

        await NextAsync(events, NodeEventKind.Created, "/shown");
    }

    [Fact(Timeout = Deadline)]
    public async Task A_slow_callback_holds_up_neither_calls_nor_the_session()
    {
        var client = await ConnectAsync(Options() with { SessionTimeout = TimeSpan.FromSeconds(1) });
        await client.CreateAsync("/n", default, cancellationToken: Token);
        using var released = new ManualResetEventSlim();
        var entered = new Seen<NodeEvent>();
        await client.GetAsync(
            "/n",
            news =>
            {
                entered.Tell(news);
                released.Wait(Token);
            },
            Token);
        await client.SetAsync("/n", default, cancellationToken: Token);
        await entered.NextAsync();

        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < client.SessionTimeout * 2)
            Assert.NotNull(await client.ExistsAsync("/n", Token));
        released.Set();
        Assert.Equal("", client.Trouble);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_callback_may_call_the_client_and_wait_for_it()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        var read = new Seen<string>();
        await client.GetAsync("/n", _ => read.Tell(Text(client.GetAsync("/n", Token).GetAwaiter().GetResult())), Token);
        await client.SetAsync("/n", Bytes("new"), cancellationToken: Token);
        Assert.Equal("new", await read.NextAsync());
    }

    private static async Task NextAsync(IAsyncEnumerator<NodeEvent> events, NodeEventKind kind, string path)
    {
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new NodeEvent(kind, path), events.Current);
    }

    private static async Task<List<NodeEventKind>> ReadAsync(IAsyncEnumerator<NodeEvent> events, int count)
    {
        var kinds = new List<NodeEventKind>();
        while (kinds.Count < count)
        {
            Assert.True(await events.MoveNextAsync());
            if (events.Current.Kind != NodeEventKind.Missed)
                kinds.Add(events.Current.Kind);
        }

        return kinds;
    }
}
