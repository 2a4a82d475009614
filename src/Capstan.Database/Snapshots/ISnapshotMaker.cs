namespace Capstan.Database.Snapshots;

/// <summary>Makes snapshots of a worker's copy beside its writer.</summary>
public interface ISnapshotMaker
{
    /// <summary>A whole, checked, synced file of one state and what it holds. A cancelled or failed call leaves nothing.</summary>
    /// <exception cref="Applying.StoreFailedException">The copy cannot be read, or there is no room.</exception>
    Task<(Snapshot Snapshot, string File)> MakeAsync(CancellationToken cancellationToken);
}
