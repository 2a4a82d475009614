using Capstan.Cluster.Membership;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Tests.Running;

/// <summary>A worker's membership, its connection through a proxy of its own.</summary>
internal sealed class LabWorker(WorkerNode node, ZooKeeperClient client, ClusterMembership members, FaultProxy proxy) : IAsyncDisposable
{
    private int _ended;

    public WorkerNode Node => node;

    public ZooKeeperClient Client => client;

    public ClusterMembership Members => members;

    public FaultProxy Proxy => proxy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The first view that fits.</summary>
    public async Task<MembershipView> ViewAsync(Func<MembershipView, bool> fits)
    {
        await foreach (var view in members.WatchAsync(Token))
        {
            if (fits(view))
                return view;
        }

        throw new InvalidOperationException("The views ended.");
    }

    public async Task<Epoch> LeadAsync()
    {
        await members.ReportAsync(new MemberState { IsReady = true }, Token);
        var epoch = (await members.TakeEpochAsync(Epoch.None, Token))!.Value;
        Assert.True(await members.TakeLeadAsync(epoch, Token));
        return epoch;
    }

    /// <summary>What a kill of its process leaves: a session that nobody closed.</summary>
    public async Task VanishAsync()
    {
        proxy.Refuse();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) > 0)
            return;
        await members.DisposeAsync();
        await client.DisposeAsync();
        await proxy.DisposeAsync();
    }
}
