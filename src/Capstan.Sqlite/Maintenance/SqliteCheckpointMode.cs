namespace Capstan.Sqlite;

/// <summary>How hard a checkpoint tries (sqlite.org/c3ref/wal_checkpoint_v2.html). The numbers are SQLite's.</summary>
public enum SqliteCheckpointMode
{
    /// <summary>Moves what no reader or writer holds back; waits for nobody.</summary>
    Passive = 0,

    /// <summary>Waits for the writer and for readers of older snapshots, then moves all.</summary>
    Full = 1,

    /// <summary>As <see cref="Full"/>, and waits until the next writer can start the WAL file from its beginning.</summary>
    Restart = 2,

    /// <summary>As <see cref="Restart"/>, and cuts the WAL file to nothing.</summary>
    Truncate = 3,
}
