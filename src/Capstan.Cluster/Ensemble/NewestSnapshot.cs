using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Ensemble;

/// <summary>Writes the newest snapshot's LSN where all members see it.</summary>
internal static class NewestSnapshot
{
    /// <summary>
    /// Of several that do so at a time the last one wins that looked after the others had changed the folder: whoever wrote from an
    /// older look looks again. So does whoever lost a reply; the client waits for the session to come back.
    /// </summary>
    /// <param name="client">The session.</param>
    /// <param name="look">Looks into the folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZooKeeperException">The session is over, or the servers refuse.</exception>
    public static async Task PublishAsync(ZooKeeperClient client, Func<Lsn> look, CancellationToken cancellationToken)
    {
        while (!await TryPublishAsync(client, look, cancellationToken))
        {
        }
    }

    private static async Task<bool> TryPublishAsync(ZooKeeperClient client, Func<Lsn> look, CancellationToken cancellationToken)
    {
        try
        {
            var shown = await client.ReadAsync<LsnNode>(NodePaths.Snapshot, cancellationToken);
            var newest = new LsnNode(look().Value);
            if (shown?.Value == newest)
                return true;
            if (shown is not { Version: var known })
                return await client.TryCreateAsync(NodePaths.Snapshot, NodeJson.Write(newest), cancellationToken);
            await client.SetAsync(NodePaths.Snapshot, NodeJson.Write(newest), known, cancellationToken);
            return true;
        }
        catch (ZooKeeperException other) when (other.IsUnknown || other.Error is ZooKeeperError.BadVersion or ZooKeeperError.NoNode)
        {
            return false;
        }
    }
}
