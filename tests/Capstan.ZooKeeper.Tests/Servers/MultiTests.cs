using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>Several operations, all or none.</summary>
public sealed class MultiTests(SharedServer shared) : ServerTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task All_operations_are_done_and_each_has_its_result()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/epoch", Bytes("1"), cancellationToken: Token);
        await client.CreateAsync("/old", default, cancellationToken: Token);

        var results = await client.MultiAsync(
            [
                NodeOperation.Check("/epoch", 0),
                NodeOperation.Create("/n-", Bytes("x"), NodeKind.EphemeralSequential),
                NodeOperation.Create("/box", default, NodeKind.Container),
                NodeOperation.Set("/epoch", Bytes("2"), 0),
                NodeOperation.Delete("/old"),
            ],
            Token);

        Assert.All(results, result => Assert.True(result.IsDone));
        Assert.Equal(["/epoch", "/n-0000000002", "/box", "/epoch", "/old"], results.Select(result => result.Path));
        Assert.Equal(1, results[3].Stat!.Version);
        Assert.Equal("2", Text(await client.GetAsync("/epoch", Token)));
        Assert.Null(await client.ExistsAsync("/old", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_failed_operation_undoes_all_though_the_header_says_nothing()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/epoch", Bytes("1"), cancellationToken: Token);

        var results = await client.MultiAsync(
            [
                NodeOperation.Create("/before", default),
                NodeOperation.Check("/epoch", 5),
                NodeOperation.Create("/after", default),
            ],
            Token);

        Assert.Equal(
            [ZooKeeperError.RuntimeInconsistency, ZooKeeperError.BadVersion, ZooKeeperError.RuntimeInconsistency],
            results.Select(result => result.Error));
        Assert.Null(await client.ExistsAsync("/before", Token));
        Assert.Null(await client.ExistsAsync("/after", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Two_who_check_the_same_version_do_not_both_win()
    {
        var (one, two) = (await ConnectAsync(), await ConnectAsync());
        await one.CreateAsync("/epoch", Bytes("1"), cancellationToken: Token);

        var tries = await Task.WhenAll(new[] { one, two }.Select(client => client.MultiAsync(
            [NodeOperation.Check("/epoch", 0), NodeOperation.Create("/lead", default, NodeKind.Ephemeral)],
            Token)));

        Assert.Single(tries, results => results[0].IsDone);
        Assert.Contains(tries, results => results[1].Error == ZooKeeperError.NodeExists);
    }

    [Fact(Timeout = Deadline)]
    public async Task No_operation_is_done_at_once()
    {
        var client = await ConnectAsync();
        Assert.Empty(await client.MultiAsync([], Token));
    }
}
