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
