using Capstan.Database.Log;

namespace Capstan.Database.Api;

/// <summary>Makes copies of a database for people to keep.</summary>
public interface IBackupSource
{
    /// <summary>
    /// Writes the state after one LSN into a new file at a path: a SQLite file that needs no other file. The LSN, which is
    /// <paramref name="atLeast"/> or above; null when no worker can make one now.
    /// </summary>
    Task<Lsn?> MakeAsync(string path, Lsn atLeast, CancellationToken cancellationToken);
}
