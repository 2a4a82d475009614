namespace Capstan.Sqlite.Tests.Clock;

/// <summary>Alone, since SQLite's generator belongs to the process.</summary>
[Collection(nameof(SqliteRandomnessTests))]
[CollectionDefinition(nameof(SqliteRandomnessTests), DisableParallelization = true)]
public sealed class SqliteRandomnessTests : IDisposable
{
    public void Dispose() => SqliteRandomness.Unseed();

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MaxValue)]
    public void Seed_Same_GivesTheSameRowIdsAfterTheLargest(int seed)
    {
        var first = RowIds(seed);

        Assert.Equal(first, RowIds(seed));
        Assert.Equal(5, first.Distinct().Count());
        Assert.NotEqual(first, RowIds(seed - 1));
    }

    [Fact]
    public void Seed_OnFiles_GivesTheSameRowIdsWhateverTheSchemasAge()
    {
        using var folder = new DatabaseFolder();

        Assert.Equal(RowIds(7, folder.File("a.db"), 1), RowIds(7, folder.File("b.db"), 9));
    }

    [Fact]
    public void Seed_WithCacheSpillOff_HoldsWhateverTheWalFileHolds()
    {
        using var folder = new DatabaseFolder();

        Assert.Equal(ManyRowIds(folder.File("a.db"), checkpoint: true), ManyRowIds(folder.File("b.db"), checkpoint: false));
    }

    private static string? ManyRowIds(string file, bool checkpoint)
    {
        using var connection = SqliteConnection.Open(file);
        connection.ExecuteScript("""
            PRAGMA journal_mode = WAL; PRAGMA cache_size = 10; PRAGMA cache_spill = OFF; PRAGMA temp_store = MEMORY;
            CREATE TABLE t(a); INSERT INTO t(rowid, a) VALUES (9223372036854775807, 0);
            """u8);
        if (checkpoint) connection.Checkpoint();
        connection.Begin(SqliteTransactionMode.Immediate);
        SqliteRandomness.Seed(11);
        connection.Execute("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) SELECT zeroblob(3000) FROM n ORDER BY -i");
        connection.Commit();
        return connection.QueryText("SELECT group_concat(rowid) FROM t");
    }

    [Fact]
    public void Unseed_Always_GivesOthers()
    {
        SqliteRandomness.Seed(1);
        SqliteRandomness.Unseed();
        var first = RowIds(null);
        SqliteRandomness.Unseed();

        Assert.NotEqual(first, RowIds(null));
    }

    [Fact]
    public void Seed_Same_GivesTheSameRandomFunction()
    {
        using var connection = SqliteConnection.OpenMemory();
        SqliteRandomness.Seed(3);
        var first = connection.QueryInt64("SELECT random()");
        SqliteRandomness.Seed(3);

        Assert.Equal(first, connection.QueryInt64("SELECT random()"));
    }

    private static List<long> RowIds(int? seed, string? file = null, int tables = 1)
    {
        using var connection = file is null ? SqliteConnection.OpenMemory() : SqliteConnection.Open(file);
        if (file is not null) connection.Execute("PRAGMA journal_mode = WAL");
        for (var i = 0; i < tables; i++) connection.Execute($"CREATE TABLE t{i}(a)");
        connection.Begin(SqliteTransactionMode.Immediate);
        connection.Execute($"INSERT INTO t0(rowid, a) VALUES ({long.MaxValue}, 0)");
        var ids = new List<long>();
        if (seed is { } value) SqliteRandomness.Seed(value);
        for (var i = 0; i < 5; i++)
        {
            connection.Execute("INSERT INTO t0 VALUES (1)");
            ids.Add(connection.LastInsertRowId);
        }
        connection.Commit();
        return ids;
    }
}
