using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>The node that all paths of a client are under.</summary>
public sealed class RootTests(SharedServer shared) : ServerTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task The_root_is_created_with_its_parents_and_all_paths_are_under_it()
    {
        var client = await ConnectAsync(Options() with { Root = Root + "/b/c" });
        await client.CreateAsync("/n", default, cancellationToken: Token);

        var other = await ConnectAsync(Options() with { Root = "" });
        Assert.Equal(["n"], await other.ChildrenAsync(Root + "/b/c", Token));
        Assert.Equal(["n"], await client.ChildrenAsync("/", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_root_that_is_there_is_taken_as_it_is()
    {
        await (await ConnectAsync()).CreateAsync("/n", Bytes("kept"), cancellationToken: Token);
        Assert.Equal("kept", Text(await (await ConnectAsync()).GetAsync("/n", Token)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Events_and_created_paths_are_told_without_the_root()
    {
        var client = await ConnectAsync();
        using var watch = client.Watch("/", isRecursive: true);
        await using var events = watch.GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new NodeEvent(NodeEventKind.Missed, "/"), events.Current);

        Assert.Equal("/n-0000000000", await client.CreateAsync("/n-", default, NodeKind.PersistentSequential, Token));
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new NodeEvent(NodeEventKind.Created, "/n-0000000000"), events.Current);
    }

    [Fact(Timeout = Deadline)]
    public async Task Without_the_right_to_create_the_root_connecting_fails_and_says_where()
    {
        var owner = await ConnectAsync(Options() with { Credentials = new("owner", "secret") });
        Assert.NotNull(await owner.ExistsAsync("/", Token));

        var fault = await RefusedAsync(ZooKeeperError.NoAuth, () => ConnectAsync(Options() with { Root = Root + "/mine" }));
        Assert.Contains(Root + "/mine", fault.Message);
    }
}
