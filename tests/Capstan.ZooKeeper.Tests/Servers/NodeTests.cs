using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>Reading and writing nodes of a real server.</summary>
public sealed class NodeTests(SharedServer shared) : ServerTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task A_node_is_created_read_set_and_deleted()
    {
        var client = await ConnectAsync();

        Assert.Equal("/a", await client.CreateAsync("/a", Bytes("one"), cancellationToken: Token));
        var read = await client.GetAsync("/a", Token);
        Assert.Equal("one", Text(read));
        Assert.Equal(0, read.Stat.Version);
        Assert.Equal(3, read.Stat.DataLength);
        var set = await client.SetAsync("/a", Bytes("two"), version: 0, Token);
        Assert.Equal(1, set.Version);
        Assert.True(set.ChangedBy > set.CreatedBy);
        Assert.Equal("two", Text(await client.GetAsync("/a", Token)));
        await client.DeleteAsync("/a", version: 1, Token);
        Assert.Null(await client.ExistsAsync("/a", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Refusals_name_their_reason_and_the_path_as_the_caller_wrote_it()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a", default, cancellationToken: Token);
        await client.CreateAsync("/a/b", default, NodeKind.Ephemeral, Token);

        Assert.Equal("/none", (await RefusedAsync(ZooKeeperError.NoNode, () => client.GetAsync("/none", Token))).Path);
        await RefusedAsync(ZooKeeperError.NoNode, () => client.CreateAsync("/none/a", default, cancellationToken: Token));
        await RefusedAsync(ZooKeeperError.NodeExists, () => client.CreateAsync("/a", default, cancellationToken: Token));
        await RefusedAsync(ZooKeeperError.BadVersion, () => client.SetAsync("/a", default, version: 7, Token));
        await RefusedAsync(ZooKeeperError.NotEmpty, () => client.DeleteAsync("/a", cancellationToken: Token));
        await RefusedAsync(ZooKeeperError.NoChildrenForEphemerals, () => client.CreateAsync("/a/b/c", default, cancellationToken: Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_refusal_leaves_nothing_in_doubt()
    {
        var client = await ConnectAsync();
        var fault = await RefusedAsync(ZooKeeperError.NoNode, () => client.GetAsync("/none", Token));
        Assert.False(fault.IsUnknown);
    }

    [Fact(Timeout = Deadline)]
    public async Task An_ephemeral_node_names_its_session()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        Assert.Equal(client.SessionId, (await client.ExistsAsync("/e", Token))!.Owner);
    }

    [Fact(Timeout = Deadline)]
    public async Task Sequential_nodes_count_up()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/q", default, cancellationToken: Token);
        Assert.Equal("/q/n-0000000000", await client.CreateAsync("/q/n-", default, NodeKind.PersistentSequential, Token));
        Assert.Equal("/q/n-0000000001", await client.CreateAsync("/q/n-", default, NodeKind.EphemeralSequential, Token));
        Assert.Equal("/q/0000000002", await client.CreateAsync("/q/", default, NodeKind.EphemeralSequential, Token));
        Assert.Equal(["0000000002", "n-0000000000", "n-0000000001"], (await client.ChildrenAsync("/q", Token)).Order());
    }

    [Fact(Timeout = Deadline)]
    public async Task A_container_is_created()
    {
        var client = await ConnectAsync();
        Assert.Equal("/box", await client.CreateAsync("/box", Bytes("x"), NodeKind.Container, Token));
        Assert.Equal("x", Text(await client.GetAsync("/box", Token)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Calls_made_at_once_are_done_in_the_order_in_which_they_were_made()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);

        // Each is refused unless all before it were done.
        var sets = Enumerable.Range(0, 2000).Select(i => client.SetAsync("/n", Bytes($"{i}"), version: i, Token)).ToArray();
        await Task.WhenAll(sets);

        Assert.Equal("1999", Text(await client.GetAsync("/n", Token)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Calls_from_many_threads_get_each_their_own_answer()
    {
        var client = await ConnectAsync();
        await Parallel.ForAsync(0, 300, Token, async (i, token) =>
        {
            await client.CreateAsync($"/n{i}", Bytes($"{i}"), cancellationToken: token);
            Assert.Equal($"{i}", Text(await client.GetAsync($"/n{i}", token)));
        });
        Assert.Equal(300, (await client.ChildrenAsync("/", Token)).Count);
    }

    [Fact(Timeout = Deadline)]
    public async Task Sync_reaches_the_server()
    {
        var client = await ConnectAsync();
        await client.SyncAsync("/", Token);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_call_longer_than_servers_take_is_refused_here_and_the_connection_stays()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/n", default, cancellationToken: Token);
        var fault = await RefusedAsync(ZooKeeperError.BadArguments, () => client.SetAsync("/n", new byte[1024 * 1024], cancellationToken: Token));
        Assert.Contains("1048575", fault.Message);

        var longest = new byte[1024 * 1024 - 1 - 8 - 4 - (Root.Length + 2) - 4 - 4];
        await client.SetAsync("/n", longest, cancellationToken: Token);
        Assert.Equal(longest.Length, (await client.GetAsync("/n", Token)).Data.Length);
        Assert.Equal("", client.Trouble);
    }

    [Fact(Timeout = Deadline)]
    public async Task An_answer_longer_than_allowed_ends_the_connection_with_a_clear_error()
    {
        var writer = await ConnectAsync();
        await writer.CreateAsync("/n", new byte[8192], cancellationToken: Token);
        var client = await ConnectAsync(Options() with { MaxAnswer = 4096 });

        var fault = await RefusedAsync(ZooKeeperError.ConnectionLoss, () => client.GetAsync("/n", Token));

        Assert.Contains("4096 is the most", fault.Message);
        Assert.NotNull(await client.ExistsAsync("/n", Token));
    }

    [Theory(Timeout = Deadline)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("/a/")]
    [InlineData("/a//b")]
    [InlineData("/a/../b")]
    [InlineData("/a\0")]
    public async Task What_is_no_path_is_refused_before_it_is_sent(string path)
    {
        var client = await ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetAsync(path, Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_call_cancelled_before_it_was_made_is_not_made()
    {
        var client = await ConnectAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CreateAsync("/n", default, cancellationToken: cancelled.Token));
        Assert.Null(await client.ExistsAsync("/n", Token));
    }
}
