using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Membership;

/// <summary>What a worker that goes writes to its slot's place in the roster: how much the slot has, so that nobody has to ask for it.</summary>
internal static class LastWord
{
    // A server that does not answer must not keep a process from ending.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Writes it, if the place is still that of this life. Does nothing without a connection.</summary>
    /// <param name="client">The worker's session.</param>
    /// <param name="own">The worker.</param>
    /// <param name="applied">Last LSN that it told to have applied; null when it told none: then what the slot had before stands.</param>
    /// <param name="time">The clock.</param>
    public static async Task SayAsync(ZooKeeperClient client, WorkerNode own, long? applied, TimeProvider time)
    {
        if (client.State != ConnectionState.Connected)
            return;
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            while (!await TrySayAsync(client, own, applied, limit.Token))
            {
            }
        }
        catch (Exception fault) when (fault is ZooKeeperException or OperationCanceledException)
        {
            // The controller writes down what it last read of this worker.
        }
    }

    /// <returns>False when a connection was lost meanwhile; the next call waits for another one.</returns>
    private static async Task<bool> TrySayAsync(ZooKeeperClient client, WorkerNode own, long? applied, CancellationToken cancellationToken)
    {
        try
        {
            var path = NodePaths.RosterOf(own.Slot);
            if (await client.ReadAsync<RosterNode>(path, cancellationToken) is { Value: { } entry, Version: var version } && entry.Id == own.Id
                && (applied ?? entry.Before) is { } word)
                await client.SetAsync(path, NodeJson.Write(entry with { Applied = word }), version, cancellationToken);
            return true;
        }
        catch (ZooKeeperException fault) when (fault.IsUnknown)
        {
            return false;
        }
    }
}
