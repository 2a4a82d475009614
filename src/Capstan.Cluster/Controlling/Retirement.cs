using System.Collections.Concurrent;
using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.RabbitMq;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Controlling;

/// <summary>Takes slots off the roster once the others have all that they had.</summary>
internal sealed class Retirement(EnsembleLink link, KnownFile known, BrokerFront front)
{
    /// <summary>The log's end as of after a life was gone: asked for once, since the others run after an end that moves on.</summary>
    private readonly ConcurrentDictionary<Guid, LogPosition> _ends = new();

    /// <summary>Whether the slot is off the roster now.</summary>
    /// <exception cref="IOException">That cannot be written down here.</exception>
    public async ValueTask<bool> RetireAsync(int slot, CancellationToken cancellationToken)
    {
        if (link.Client is not { State: ConnectionState.Connected } client)
            return false;
        try
        {
            return await TryAsync(client, slot, cancellationToken);
        }
        catch (Exception away) when (away is ZooKeeperException or ObjectDisposedException or LogLostException)
        {
            // Nobody knows; it is asked again.
            return false;
        }
    }

    private async Task<bool> TryAsync(ZooKeeperClient client, int slot, CancellationToken cancellationToken)
    {
        var path = NodePaths.RosterOf(slot);
        if (await client.ReadAsync<RosterNode>(path, cancellationToken) is not { } entry)
            return !known.Known.Roster.Contains(slot);
        if (entry.Value is not { Applied: { } applied, Id: var id })
            return false;
        var workers = await client.WorkersAsync(cancellationToken);
        if (workers.Any(worker => worker.Value?.Slot == slot))
            return false;
        if (!_ends.TryGetValue(id, out var end))
            _ends[id] = end = await front.LogEndAsync(cancellationToken);
        List<Database.Membership.Member> members = [.. workers.Select(worker => worker.Value).OfType<WorkerNode>().Select(worker => worker.ToMember())];
        if (!RetireRule.MayRetire(slot, new Lsn(applied), end, members))
            return false;
        return await RemoveAsync(client, slot, id, entry.Version, cancellationToken);
    }

    private async Task<bool> RemoveAsync(ZooKeeperClient client, int slot, Guid id, int version, CancellationToken cancellationToken)
    {
        // Forgotten first, so that nobody takes the missing node for one that the ensemble lost.
        known.Forget(slot, id);
        await client.DeleteAsync(NodePaths.RosterOf(slot), version, cancellationToken);
        _ends.TryRemove(id, out _);
        return true;
    }
}
