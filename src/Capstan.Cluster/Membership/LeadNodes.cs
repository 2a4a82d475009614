using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Membership;

/// <summary>A worker's way to an epoch and to the leader's node (protocol section 4, steps 1 and 4).</summary>
internal sealed class LeadNodes(ZooKeeperClient client, Guid self, int pid)
{
    // Each further try means that somebody else changed a node meanwhile.
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

    /// <summary>Becomes the leader that is shown, while the epoch is the last one and its own.</summary>
    public async Task<bool> TakeLeadAsync(Epoch epoch, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = new MasterNode(pid, epoch.Value, self);
            for (var left = Tries; left > 0; left--)
            {
                if (await TryLeadAsync(wanted, cancellationToken) is { } outcome)
                    return outcome;
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

    /// <returns>Null: somebody changed something meanwhile, or the reply was lost; read again.</returns>
    private async Task<bool?> TryLeadAsync(MasterNode wanted, CancellationToken cancellationToken)
    {
        // The epoch first: whoever replaces the leader's node after it was read below changes the epoch before that.
        var epoch = await client.ReadAsync<EpochNode>(NodePaths.Epoch, cancellationToken);
        if (epoch?.Value is not { } last || last.Owner != self || last.Epoch != wanted.Epoch)
            return false;
        var master = await client.ReadAsync<MasterNode>(NodePaths.Master, cancellationToken);
        if (master is not null && master.Value == wanted && master.Session == client.SessionId)
            return true;
        var isForced = await client.ExistsAsync(NodePaths.Force, cancellationToken) is not null;
        try
        {
            var results = await client.MultiAsync(Operations(epoch.Version, master?.Version, isForced, wanted), cancellationToken);
            return results.All(result => result.Error == ZooKeeperError.Ok) ? true : null;
        }
        catch (ZooKeeperException unknown) when (unknown.IsUnknown)
        {
            return null;
        }
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
