using System.Text;
using Capstan.Database.Applying;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Applying;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class RestoreMemoryTests
{
    /// <summary>
    /// What is kept to undo a restore, all that it puts in other rows' place, lies on disk: a database need not fit in memory.
    /// </summary>
    [Fact]
    public void Load_OverManyRows_KeepsThemOutOfMemory()
    {
        const int Megabytes = 64;
        using var store = new StoreUnderTest(new SqliteStoreOptions { CacheKilobytes = 1024 });
        store.MustDefine("CREATE TABLE t (a)");
        for (var i = 0; i < Megabytes; i++)
            store.Must("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1024) INSERT INTO t SELECT zeroblob(1000) FROM n");
        var file = store.PathOf("other.db");
        Fill(file, "CREATE TABLE t (a)",
            $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Megabytes * 1024}) INSERT INTO t SELECT zeroblob(1000) FROM n");
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = PeakMemory();
        var answer = RestoreTests.Load(store, file);
        Assert.True(answer.IsOk, answer.Detail);
        Assert.InRange(PeakMemory() - before, 0, Megabytes / 2);
    }

    // In MiB, since it was last set back.
    private static long PeakMemory() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) / 1024;

    private static void Fill(string file, params string[] statements)
    {
        using var connection = SqliteConnection.Open(file);
        foreach (var sql in statements)
            connection.ExecuteScript(Encoding.UTF8.GetBytes(sql));
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
