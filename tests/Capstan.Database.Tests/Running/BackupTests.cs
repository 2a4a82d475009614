using Capstan.Database.Applying;
using Capstan.Database.Tests.Applying;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Running;

/// <summary>Backups of a running database: fresh, the users' alone, and good for a restore.</summary>
public sealed class BackupTests
{
    private const string Schema =
        "CREATE TABLE loose (a); CREATE TABLE keyed (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT); CREATE INDEX keyed_name ON keyed (name);";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Backup_WithoutASnapshot_HasTheLastAcknowledgedWrite(int workers)
    {
        await using var database = await RunningDatabase.StartAsync(workers, Schema);
        for (var count = 1; count <= 4; count++)
        {
            var written = await database.ExecuteAsync($"INSERT INTO loose VALUES ({count})");
            var (file, position) = await database.BackUpAsync($"backup{count}.db");
            Assert.True(position >= written, $"{position} after {written}");
            using var backup = SqliteConnection.Open(file, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
            Assert.Equal(count, backup.QueryInt64("SELECT count(*) FROM loose"));
            Assert.Equal(0, backup.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name LIKE '@_%' ESCAPE '@'"));
            Assert.Equal(0, backup.QueryInt64("PRAGMA application_id"));
            Assert.Empty(backup.IntegrityCheck());
        }

        Assert.Empty(Directory.GetFiles(database.PathOf("temporary")));
    }

    [Fact]
    public async Task Backup_ThenRestore_GivesTheSameTablesOnAllWorkers()
    {
        await using var database = await RunningDatabase.StartAsync(workers: 2, Schema);
        await database.ExecuteAsync("INSERT INTO loose (rowid, a) VALUES (3, 'three'), (90, x'00ff'), (91, 1.5)");
        await database.ExecuteAsync("INSERT INTO keyed (name) VALUES ('a'), ('b'), ('c')");
        await database.ExecuteAsync("DELETE FROM keyed WHERE name = 'c'");
        await database.ExecuteAsync("DELETE FROM loose WHERE rowid = 91");
        var (file, _) = await database.BackUpAsync("backup.db");
        await database.ExecuteAsync("DROP TABLE loose");
        await database.ExecuteAsync("UPDATE keyed SET name = 'z'");
        await database.RestoreAsync(file);
        var inserted = await database.ExecuteAsync("INSERT INTO keyed (name) VALUES ('after')");
        await database.UntilAsync(view => view.Members.All(member => member.State.Applied.Value >= inserted));
        await database.StopWorkersAsync();

        using var expected = new StoreUnderTest();
        expected.Store.Begin();
        Assert.True(expected.Store.Tables.Load(expected.Next(), file).IsOk);
        Assert.True(expected.Store.Tables.Execute(expected.Next(), Records.Of(Records.Statement("INSERT INTO keyed VALUES (4, 'after')"))).IsOk);
        for (var slot = 0; slot < 2; slot++)
        {
            using var copy = SqliteReplicaStore.Open(database.FolderOf(slot)).Store;
            Assert.Equal(expected.Store.Tables.Hashes, copy.Tables.Hashes);
            Assert.Equal(copy.Tables.Recompute(), copy.Tables.Hashes);
        }
    }

    [Fact]
    public async Task Backup_NothingEverWritten_IsAnEmptyDatabase()
    {
        await using var database = await RunningDatabase.StartAsync(workers: 1);
        var (file, position) = await database.BackUpAsync("backup.db");
        Assert.Equal(0, position);
        using var backup = SqliteConnection.Open(file, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        Assert.Equal(0, backup.QueryInt64("SELECT count(*) FROM sqlite_schema"));
        Assert.StartsWith("SQLite format 3", System.Text.Encoding.ASCII.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }
}
