using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Ensemble;

/// <summary>Writes the newest snapshot's LSN where all members see it.</summary>
internal static class NewestSnapshot
{
    /// <summary>
    /// Of several that do so at a time the last one wins that looked after the others had changed the folder: whoever wrote from an
    /// older look looks again.
    /// </summary>
    /// <param name="client">The session.</param>
    /// <param name="look">Looks into the folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task PublishAsync(ZooKeeperClient client, Func<Lsn> look, CancellationToken cancellationToken)
    {
        while (true)
        {
            var shown = await client.ReadAsync<LsnNode>(NodePaths.Snapshot, cancellationToken);
            var newest = new LsnNode(look().Value);
            if (shown?.Value == newest || await WroteAsync(client, shown?.Version, newest, cancellationToken))
                return;
        }
    }

    private static async Task<bool> WroteAsync(ZooKeeperClient client, int? version, LsnNode newest, CancellationToken cancellationToken)
    {
        try
        {
            if (version is not { } known)
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
