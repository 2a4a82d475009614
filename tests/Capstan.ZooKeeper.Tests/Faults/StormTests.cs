using System.Collections.Concurrent;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>Cuts, silence and lost answers at random moments under load.</summary>
public sealed class StormTests(SharedServer shared) : ProxiedTest(shared)
{
    private const int Writers = 8;

    [Theory(Timeout = Deadline)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_call_is_done_once_if_it_says_so_and_at_most_once_if_nobody_knows(int seed)
    {
        var (done, unknown) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        await Direct.CreateAsync("/n", default, cancellationToken: Token);
        await Client.CreateAsync("/e", default, NodeKind.Ephemeral, Token);
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Writers).Select(i => WriteAsync(i, done, unknown, stop.Token)).ToArray();

        await RageAsync(new Random(seed));
        await stop.CancelAsync();
        await Task.WhenAll(writing);

        await Client.SyncAsync("/", Token);
        var found = new List<string>();
        foreach (var name in await Client.ChildrenAsync("/n", Token))
            found.Add(Text(await Client.GetAsync("/n/" + name, Token)));
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Empty(done.Except(found));
        Assert.Empty(found.Except(done).Except(unknown));
        Assert.NotEmpty(done);
        Assert.NotEmpty(unknown);
        Assert.Equal(Client.SessionId, (await Client.ExistsAsync("/e", Token))!.Owner);
        Assert.DoesNotContain(ConnectionState.Expired, States.Rest());
    }

    private async Task WriteAsync(int writer, ConcurrentBag<string> done, ConcurrentBag<string> unknown, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var id = $"{writer}.{i}";
            try
            {
                await Client.CreateAsync("/n/", Bytes(id), NodeKind.PersistentSequential, Token);
                done.Add(id);
            }
            catch (ZooKeeperException fault) when (fault.IsUnknown)
            {
                unknown.Add(id);
            }
        }
    }

    // Each blow is well below the session, which must therefore live on.
    private async Task RageAsync(Random random)
    {
        for (var blow = 0; blow < 20; blow++)
        {
            await Task.Delay(random.Next(10, 150), Token);
            Action[] blows = [Proxy.Cut, Proxy.Refuse, Proxy.Freeze, Proxy.SwallowAnswers, Proxy.SwallowRequests];
            blows[random.Next(blows.Length)]();
            await Task.Delay(random.Next(0, 200), Token);
            Proxy.Cut();
            Proxy.Restore();
        }
    }
}
