namespace Capstan.Sqlite.Tests.Connections;

/// <summary>Connections on several threads at once, with callbacks, and collections in between.</summary>
public sealed class ThreadsTests
{
    [Fact]
    public async Task Connections_OnePerThread_KeepTheirCallbacksApart()
    {
        using var folder = new DatabaseFolder();
        var threads = Enumerable.Range(1, 3).Select(n => Task.Run(() => Work(folder.File($"{n}.db"), n), TestContext.Current.CancellationToken));
        var sums = await Task.WhenAll(threads);

        Assert.Equal([1L * 500 * 20, 2L * 500 * 20, 3L * 500 * 20], sums);
    }

    private static long Work(string file, int factor)
    {
        long sum = 0;
        for (var round = 0; round < 20; round++)
        {
            using var clock = new SqliteClock { UnixMilliseconds = factor * 1000 };
            using var connection = SqliteConnection.Open(file, new SqliteOpenOptions { Clock = clock });
            connection.CreateFunction("factor", 0, (in call) => call.Return((long)factor));
            connection.Authorizer = (in access) => access.Action == SqliteAction.Attach ? SqliteVerdict.Deny : SqliteVerdict.Allow;
            connection.SetProgress(() => factor == 0, 50);
            connection.ExecuteScript("PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS t(f, s); DELETE FROM t"u8);
            GC.Collect();
            connection.ChangeHandler = (in change) => sum += change.New(0).Int64 * change.New(1).Int64 / factor;
            connection.Execute("""
                INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500)
                SELECT factor(), unixepoch('now') FROM n
                """);
        }
        return sum;
    }

    [Fact]
    public async Task Readers_BesideAWalWriter_SeeWholeTransactions()
    {
        using var folder = new DatabaseFolder();
        using var writer = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { BusyTimeout = TimeSpan.FromSeconds(30) });
        writer.ExecuteScript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE t(a); INSERT INTO t VALUES (0), (0)"u8);
        using var ended = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Read(folder.File("a.db"), ended.Token), TestContext.Current.CancellationToken)).ToList();

        for (var i = 1; i <= 500; i++)
        {
            writer.Begin(SqliteTransactionMode.Immediate);
            writer.Execute("UPDATE t SET a = a + 1 WHERE rowid = 1");
            writer.Execute("UPDATE t SET a = a + 1 WHERE rowid = 2");
            writer.Commit();
        }
        await ended.CancelAsync();

        Assert.All(await Task.WhenAll(readers), torn => Assert.Equal(0, torn));
        Assert.Equal(1000, writer.QueryInt64("SELECT sum(a) FROM t"));
    }

    private static int Read(string file, CancellationToken ended)
    {
        using var reader = SqliteConnection.Open(file, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly, BusyTimeout = TimeSpan.FromSeconds(30) });
        var torn = 0;
        do
        {
            torn += reader.QueryInt64("SELECT min(a) = max(a) FROM t") == 1 ? 0 : 1;
        }
        while (!ended.IsCancellationRequested);
        return torn;
    }
}
