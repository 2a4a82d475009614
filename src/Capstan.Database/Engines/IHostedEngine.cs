using Capstan.Database.Snapshots;

namespace Capstan.Database.Engines;

/// <summary>An engine with all that the database's API and its host need of it.</summary>
public interface IHostedEngine : IDatabaseEngine
{
    /// <summary>Files to restore from and to import.</summary>
    IRestoreArchive Restores { get; }

    /// <summary>Snapshots before they are due.</summary>
    ISnapshotOrders SnapshotOrders { get; }

    /// <summary>Ends with the cause when the process must end, since what must be durable cannot be written. Never ends otherwise.</summary>
    Task<Exception> Faulted { get; }
}
