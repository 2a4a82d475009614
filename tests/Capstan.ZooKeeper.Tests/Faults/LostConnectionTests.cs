using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>The connection is lost and comes back: the same session goes on.</summary>
public sealed class LostConnectionTests(SharedServer shared) : ProxiedTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task A_cut_of_four_tenths_of_the_session_leaves_session_and_ephemeral_node()
    {
        await Client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        var (id, gone) = (Client.SessionId, new Seen<NodeEvent>());
        await Direct.ExistsAsync("/e", gone.Tell, Token);

        Proxy.Refuse();
        Assert.Equal(ConnectionState.Disconnected, await States.NextAsync());
        await Task.Delay(Client.SessionTimeout * 0.4, Token);
        Proxy.Restore();

        Assert.Equal(ConnectionState.Connected, await States.NextAsync());
        Assert.Equal(id, Client.SessionId);
        Assert.Equal(id, (await Client.ExistsAsync("/e", Token))!.Owner);
        Assert.Empty(gone.Rest());
    }

    [Fact(Timeout = Deadline)]
    public async Task A_cut_longer_than_the_session_ends_it_and_only_the_server_says_so()
    {
        var lost = Client.Watch("/", isRecursive: true);
        var shot = new Seen<NodeEvent>();
        await Client.ChildrenAsync("/", shot.Tell, Token);
        await Client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        Assert.Equal(NodeEventKind.ChildrenChanged, (await shot.NextAsync()).Kind);
        await Client.ChildrenAsync("/", shot.Tell, Token);

        Proxy.Refuse();
        Assert.Equal(ConnectionState.Disconnected, await States.NextAsync());
        await Eventually.TrueAsync(async () => await Direct.ExistsAsync("/e", Token) is null);
        Assert.Equal(ConnectionState.Disconnected, Client.State);
        var waiting = Client.ExistsAsync("/e", Token);
        Proxy.Restore();

        Assert.Equal(ConnectionState.Expired, await States.NextAsync());
        await RefusedAsync(ZooKeeperError.SessionExpired, () => waiting);
        await RefusedAsync(ZooKeeperError.SessionExpired, () => Client.ExistsAsync("/e", Token));
        Assert.Equal(NodeEventKind.Ended, (await shot.NextAsync()).Kind);
        await RefusedAsync(ZooKeeperError.SessionExpired, async () =>
        {
            await foreach (var _ in lost.WithCancellation(Token))
            {
                // What had come before the end.
            }
        });
        await Client.DisposeAsync();
        Assert.Equal(ConnectionState.Expired, Client.State);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_call_made_without_a_connection_waits_for_the_next()
    {
        Proxy.Refuse();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        var calls = Enumerable.Range(0, 3).Select(i => Client.CreateAsync($"/n{i}", default, cancellationToken: Token)).ToArray();
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        Proxy.Restore();
        Assert.Equal(["/n0", "/n1", "/n2"], await Task.WhenAll(calls));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_call_cancelled_while_it_waits_is_never_sent()
    {
        Proxy.Refuse();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        using var patience = new CancellationTokenSource();
        var call = Client.CreateAsync("/n", default, cancellationToken: patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Proxy.Restore();
        Assert.Null(await Client.ExistsAsync("/n", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_call_cancelled_while_its_answer_is_away_does_not_disturb_those_after_it()
    {
        Proxy.Freeze();
        using var patience = new CancellationTokenSource();
        var call = Client.CreateAsync("/n", default, cancellationToken: patience.Token);
        var after = Client.CreateAsync("/m", default, cancellationToken: Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Proxy.Restore();

        Assert.Equal("/m", await after);
        Assert.NotNull(await Client.ExistsAsync("/n", Token));
        Assert.Empty(States.Rest());
    }

    [Fact(Timeout = Deadline)]
    public async Task A_call_whose_answer_was_lost_is_unknown_and_not_sent_again()
    {
        await Client.CreateAsync("/n", default, cancellationToken: Token);
        Proxy.SwallowAnswers();
        var call = Client.SetAsync("/n", Bytes("1"), cancellationToken: Token);
        await Eventually.TrueAsync(async () => (await Direct.ExistsAsync("/n", Token))!.Version == 1);
        Proxy.Cut();
        Proxy.Restore();

        var fault = await RefusedAsync(ZooKeeperError.ConnectionLoss, () => call);
        Assert.True(fault.IsUnknown);
        Assert.Equal("/n", fault.Path);
        Assert.Equal(1, (await Client.ExistsAsync("/n", Token))!.Version);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(NodeKind.Ephemeral)]
    [InlineData(NodeKind.EphemeralSequential)]
    public async Task A_protected_node_whose_answer_was_lost_is_found_again(NodeKind kind)
    {
        await Client.CreateAsync("/workers", default, cancellationToken: Token);
        Proxy.SwallowAnswers();
        var creation = Client.CreateProtectedAsync("/workers/member-", Bytes("own"), kind, Token);
        await Eventually.TrueAsync(async () => (await Direct.ChildrenAsync("/workers", Token)).Count == 1);
        Proxy.Cut();
        Proxy.Restore();

        var path = await creation;
        Assert.Equal("own", Text(await Client.GetAsync(path, Token)));
        await Task.Delay(Client.SessionTimeout * 2, Token);
        Assert.Equal([path], (await Direct.ChildrenAsync("/workers", Token)).Select(name => "/workers/" + name));
        Assert.Contains("-member-", path);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_protected_node_whose_call_was_lost_is_created_then()
    {
        await Client.CreateAsync("/workers", default, cancellationToken: Token);
        Proxy.SwallowRequests();
        var creation = Client.CreateProtectedAsync("/workers/member-", default, NodeKind.Ephemeral, Token);
        await Proxy.Swallowed.ReachAsync(1, Token);
        Proxy.Cut();
        Proxy.Restore();

        var path = await creation;
        Assert.Equal([path], (await Direct.ChildrenAsync("/workers", Token)).Select(name => "/workers/" + name));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_client_disposed_of_without_a_connection_ends_at_once_and_its_open_calls_with_it()
    {
        Proxy.Refuse();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        var call = Client.CreateAsync("/n", default, cancellationToken: Token);
        await Client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        Assert.Equal(ConnectionState.Closed, Client.State);
    }

    [Fact(Timeout = Deadline)]
    public async Task Connecting_to_a_server_that_takes_connections_and_is_silent_can_be_cancelled()
    {
        Proxy.Freeze();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ZooKeeperClient.ConnectAsync(ProxiedOptions(), patience.Token));
        Proxy.Restore();
    }

    [Fact(Timeout = Deadline)]
    public async Task Lasting_watches_are_set_again_and_tell_that_something_may_be_missed()
    {
        await Client.CreateAsync("/n", default, cancellationToken: Token);
        using var wide = Client.Watch("/n", isRecursive: true);
        using var narrow = Client.Watch("/n2", isRecursive: false);
        await using var all = wide.GetAsyncEnumerator(Token);
        await using var own = narrow.GetAsyncEnumerator(Token);
        await NextAsync(all, NodeEventKind.Missed, "/n");
        await NextAsync(own, NodeEventKind.Missed, "/n2");

        Proxy.Refuse();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        await Direct.SetAsync("/n", Bytes("unseen"), cancellationToken: Token);
        Proxy.Restore();

        await NextAsync(all, NodeEventKind.Missed, "/n");
        await NextAsync(own, NodeEventKind.Missed, "/n2");
        Assert.Equal("unseen", Text(await Client.GetAsync("/n", Token)));
        await Direct.CreateAsync("/n/c", default, cancellationToken: Token);
        await Direct.CreateAsync("/n2", default, cancellationToken: Token);
        await NextAsync(all, NodeEventKind.Created, "/n/c");
        await NextAsync(own, NodeEventKind.Created, "/n2");
    }

    [Fact(Timeout = Deadline)]
    public async Task One_shot_watches_tell_what_happened_meanwhile_and_others_are_set_again()
    {
        foreach (var path in new[] { "/data", "/gone", "/kids", "/still" })
            await Client.CreateAsync(path, default, cancellationToken: Token);
        var (data, gone, kids, made, still, later) =
            (new Seen<NodeEvent>(), new Seen<NodeEvent>(), new Seen<NodeEvent>(), new Seen<NodeEvent>(), new Seen<NodeEvent>(), new Seen<NodeEvent>());
        await Client.GetAsync("/data", data.Tell, Token);
        await Client.ExistsAsync("/gone", gone.Tell, Token);
        await Client.ChildrenAsync("/kids", kids.Tell, Token);
        await Client.ExistsAsync("/made", made.Tell, Token);
        await Client.GetAsync("/still", still.Tell, Token);
        await Client.ExistsAsync("/later", later.Tell, Token);

        Proxy.Refuse();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        await Direct.SetAsync("/data", default, cancellationToken: Token);
        await Direct.DeleteAsync("/gone", cancellationToken: Token);
        await Direct.CreateAsync("/kids/a", default, cancellationToken: Token);
        await Direct.CreateAsync("/made", default, cancellationToken: Token);
        Proxy.Restore();

        Assert.Equal(NodeEventKind.DataChanged, (await data.NextAsync()).Kind);
        Assert.Equal(NodeEventKind.Deleted, (await gone.NextAsync()).Kind);
        Assert.Equal(NodeEventKind.ChildrenChanged, (await kids.NextAsync()).Kind);
        Assert.Equal(NodeEventKind.Created, (await made.NextAsync()).Kind);
        Assert.Empty(still.Rest());
        await Direct.SetAsync("/still", default, cancellationToken: Token);
        await Direct.CreateAsync("/later", default, cancellationToken: Token);
        Assert.Equal(NodeEventKind.DataChanged, (await still.NextAsync()).Kind);
        Assert.Equal(NodeEventKind.Created, (await later.NextAsync()).Kind);
    }

    [Fact(Timeout = Deadline)]
    public async Task Thousands_of_watches_are_set_again()
    {
        var name = new string('x', 400);
        var shots = new Seen<NodeEvent>();
        var sets = Enumerable.Range(0, 3000).Select(i => Client.ExistsAsync($"/{name}{i}", shots.Tell, Token)).ToArray();
        await Task.WhenAll(sets);

        Proxy.Cut();
        await States.UntilAsync(state => state == ConnectionState.Disconnected);
        await States.UntilAsync(state => state == ConnectionState.Connected);

        foreach (var i in new[] { 0, 1500, 2999 })
        {
            await Direct.CreateAsync($"/{name}{i}", default, cancellationToken: Token);
            Assert.EndsWith($"x{i}", (await shots.NextAsync()).Path);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Whoever_reads_on_each_event_ends_with_the_last_value_through_many_cuts()
    {
        const int writes = 300;
        await Direct.CreateAsync("/counter", Bytes("0"), cancellationToken: Token);
        using var watch = Client.Watch("/counter", isRecursive: false);
        var reading = ReadToAsync(watch, writes);
        for (var i = 1; i < writes; i++)
        {
            await Direct.SetAsync("/counter", Bytes($"{i}"), cancellationToken: Token);
            if (i % 25 == 0)
                Proxy.Cut();
        }

        // The last one where no event can tell of it.
        Proxy.Refuse();
        await Direct.SetAsync("/counter", Bytes($"{writes}"), cancellationToken: Token);
        Proxy.Restore();

        Assert.Equal(writes, await reading);
        Assert.DoesNotContain(ConnectionState.Expired, States.Rest());
    }

    private async Task<int> ReadToAsync(NodeWatch watch, int last)
    {
        await foreach (var _ in watch.WithCancellation(Token))
        {
            try
            {
                if (int.Parse(Text(await Client.GetAsync("/counter", Token))) == last)
                    return last;
            }
            catch (ZooKeeperException fault) when (fault.IsUnknown)
            {
                // The event that comes with the next connection brings another read.
            }
        }

        return -1;
    }

    private static async Task NextAsync(IAsyncEnumerator<NodeEvent> events, NodeEventKind kind, string path)
    {
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new NodeEvent(kind, path), events.Current);
    }
}
