namespace Capstan.Sqlite;

/// <summary>What a checkpoint came to.</summary>
/// <param name="IsBusy">Whether a reader or writer kept it from doing all that its mode asks; never for the passive mode.</param>
/// <param name="Frames">Frames (pages) in the WAL file; -1 when the database is not in WAL mode. 0 after a truncation.</param>
/// <param name="Moved">Of these, those that are in the database file now; -1 likewise.</param>
public readonly record struct SqliteCheckpoint(bool IsBusy, int Frames, int Moved);
