namespace Capstan.SystemTests.Databases;

/// <summary>Brings what the write-ahead log of a file at rest holds into the file itself.</summary>
internal static class Checkpoint
{
    private const int OpenReadWrite = 2;
    private const int BusyMs = 10_000;

    public static void Of(string file)
    {
        Assert.Equal(NativeSqlite.Ok, NativeSqlite.Open(file, out var database, OpenReadWrite | NativeSqlite.OpenNoMutex, 0));
        // A process that was just killed may be gone from the list and still hold its locks for a moment.
        Assert.Equal(NativeSqlite.Ok, NativeSqlite.BusyTimeout(database, BusyMs));
        Assert.Equal(NativeSqlite.Ok, NativeSqlite.Prepare(database, "PRAGMA wal_checkpoint(TRUNCATE)", -1, out var statement, 0));
        Assert.Equal(NativeSqlite.Row, NativeSqlite.Step(statement));
        _ = NativeSqlite.Finish(statement);
        _ = NativeSqlite.Close(database);
    }
}
