using Capstan.Database.Api;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Hosting.Databases;

/// <summary>Backups that are the newest snapshot of a database.</summary>
internal sealed class SnapshotBackups(ISnapshotStore snapshots) : IBackupSource
{
    /// <inheritdoc />
    public async Task<Lsn?> MakeAsync(string path, Lsn atLeast, CancellationToken cancellationToken)
    {
        foreach (var snapshot in await snapshots.ListAsync(cancellationToken))
        {
            if (snapshot.Lsn >= atLeast && await snapshots.FetchAsync(snapshot.Digest, path, cancellationToken))
                return snapshot.Lsn;
        }

        return null;
    }
}
