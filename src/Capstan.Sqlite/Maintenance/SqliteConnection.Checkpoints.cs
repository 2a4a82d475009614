using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    /// <summary>Moves frames of the WAL file into the database file. Waiting is bounded by <see cref="BusyTimeout"/>.</summary>
    /// <exception cref="SqliteException">It failed, other than by being busy; locked inside a transaction of this connection.</exception>
    public SqliteCheckpoint Checkpoint(SqliteCheckpointMode mode = SqliteCheckpointMode.Passive)
    {
        var code = Sqlite3.Checkpoint(Database, null, (int)mode, out var frames, out var moved);
        if ((code & 0xFF) != (int)SqliteCode.Busy) Check(code);
        return new SqliteCheckpoint(code != Sqlite3.Ok, frames, moved);
    }

    /// <summary>
    /// Makes each commit that leaves this many frames in the WAL file or more try a passive checkpoint; 0 switches that off. SQLite starts
    /// with 1,000. Takes the place of <see cref="WalHook"/>.
    /// </summary>
    public void SetAutoCheckpoint(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        WalHook = null;
        Check(Sqlite3.AutoCheckpoint(Database, frames));
    }
}
