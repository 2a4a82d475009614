using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>Has the workers make a snapshot before one is due.</summary>
public interface ISnapshotOrders
{
    /// <summary>
    /// Ends once there is a snapshot of an LSN or a later one. A ready follower makes it, the leader where none is ready; should it end
    /// meanwhile, the next one does. Nobody may be there to make it, so the caller bounds the wait.
    /// </summary>
    Task OrderAsync(Lsn atLeast, CancellationToken cancellationToken);
}
