using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Membership;

/// <summary>A worker's way to an epoch and to the leader's node (protocol section 4, steps 1 and 4).</summary>
internal sealed class LeadNodes(ZooKeeperClient client, Guid self, int pid)
{
    // Each further one means that somebody else changed a node meanwhile.
    private const int Tries = 8;

    /// <summary>Takes the next epoch by a conditional write; null when somebody else was faster or nothing may be assumed.</summary>
    public async Task<Epoch?> TakeEpochAsync(Epoch above, CancellationToken cancellationToken)
    {
        try
        {
            var last = await client.ReadAsync<EpochNode>(NodePaths.Epoch, cancellationToken);
            var next = EpochStep.Next(last?.Value, above, self);
            return await WriteAsync(last?.Version, next, cancellationToken) ? new Epoch(next.Epoch) : null;
        }
        catch (ZooKeeperException)
        {
            return null;
        }
    }

    /// <summary>
    /// Becomes the leader that is shown, while the epoch is the last one and its own. Whatever is lost meanwhile, it goes on until it knows,
    /// or the session is over: a leader that is shown and does not know it would be waited for by everybody.
    /// </summary>
    public async Task<bool> TakeLeadAsync(Epoch epoch, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = new MasterNode(pid, epoch.Value, self);
            for (var left = Tries; left > 0;)
            {
                // What was lost may be done, and a server may show it only after the next try: all tries are left.
                (var isKnown, var isLeader) = await KnownAsync(wanted, cancellationToken);
                if (isLeader is { } outcome)
                    return outcome;
                left = isKnown ? left - 1 : Tries;
            }

            return false;
        }
        catch (ZooKeeperException)
        {
            return false;
        }
    }

    private async Task<bool> WriteAsync(int? version, EpochNode next, CancellationToken cancellationToken)
    {
        var data = NodeJson.Write(next);
        try
        {
            if (version is not { } known)
                return await client.TryCreateAsync(NodePaths.Epoch, data, cancellationToken);
            await client.SetAsync(NodePaths.Epoch, data, known, cancellationToken);
            return true;
        }
        catch (ZooKeeperException fault) when (fault.IsUnknown)
        {
            return EpochStep.IsMine((await client.ReadAsync<EpochNode>(NodePaths.Epoch, cancellationToken))?.Value, next);
        }
    }

    /// <returns>Whether all replies came; and whether it is the leader now, null when that has to be read again.</returns>
    private async Task<(bool IsKnown, bool? IsLeader)> KnownAsync(MasterNode wanted, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await TryLeadAsync(wanted, cancellationToken));
        }
        catch (ZooKeeperException unknown) when (unknown.IsUnknown)
        {
            // The next call waits for the session to come back.
            return (false, null);
        }
    }

    /// <returns>Null: somebody changed something meanwhile.</returns>
    private async Task<bool?> TryLeadAsync(MasterNode wanted, CancellationToken cancellationToken)
    {
        // The epoch first: whoever replaces the leader's node after it was read below changes the epoch before that.
        var epoch = await client.ReadAsync<EpochNode>(NodePaths.Epoch, cancellationToken);
        var master = await client.ReadAsync<MasterNode>(NodePaths.Master, cancellationToken);
        // Whoever has taken a later epoch since replaces it, and until then it is what all are shown.
        if (master is not null && master.Value == wanted && master.Session == client.SessionId)
            return true;
        if (epoch?.Value is not { } last || last.Owner != self || last.Epoch != wanted.Epoch)
            return false;
        var isForced = await client.ExistsAsync(NodePaths.Force, cancellationToken) is not null;
        var results = await client.MultiAsync(Operations(epoch.Version, master?.Version, isForced, wanted), cancellationToken);
        return results.All(result => result.Error == ZooKeeperError.Ok) ? true : null;
    }

    /// <summary>
    /// A node that is there belongs to a lower epoch: to a leader that is deposed by this, or to a session that outlives its process. It is
    /// no success of anybody, so it is replaced. An operator's word is used up by it.
    /// </summary>
    private static List<NodeOperation> Operations(int epochVersion, int? masterVersion, bool isForced, MasterNode wanted)
    {
        List<NodeOperation> operations = [NodeOperation.Check(NodePaths.Epoch, epochVersion)];
        if (masterVersion is { } version)
            operations.Add(NodeOperation.Delete(NodePaths.Master, version));
        operations.Add(NodeOperation.Create(NodePaths.Master, NodeJson.Write(wanted), NodeKind.Ephemeral));
        if (isForced)
            operations.Add(NodeOperation.Delete(NodePaths.Force));
        return operations;
    }
}
