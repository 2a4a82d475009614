namespace Capstan.Sqlite.Tests.Clock;

public sealed class SqliteClockTests
{
    private static readonly long Then = new DateTimeOffset(2031, 5, 6, 7, 8, 9, 250, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public void Time_Set_IsWhatEveryFormOfNowGives()
    {
        using var clock = new SqliteClock { UnixMilliseconds = Then };
        using var connection = SqliteConnection.OpenMemory(new SqliteOpenOptions { Clock = clock });

        Assert.Equal("2031-05-06 07:08:09.250", connection.QueryText("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"));
        Assert.Equal("2031-05-06 07:08:09|2031-05-06|07:08:09",
            connection.QueryText("SELECT CURRENT_TIMESTAMP || '|' || CURRENT_DATE || '|' || CURRENT_TIME"));
        Assert.Equal("2031-05-06 07:08:09|2031-05-06", connection.QueryText("SELECT datetime() || '|' || date('now')"));
        Assert.Equal(Then / 1000, connection.QueryInt64("SELECT unixepoch()"));
        Assert.Equal(Then, clock.UnixMilliseconds);
    }

    [Fact]
    public void Time_InDefaultsAndTriggers_IsTheOneSet()
    {
        using var clock = new SqliteClock { UnixMilliseconds = Then };
        using var connection = SqliteConnection.OpenMemory(new SqliteOpenOptions { Clock = clock });
        connection.ExecuteScript("""
            CREATE TABLE t(a, at DEFAULT CURRENT_TIMESTAMP, e DEFAULT (strftime('%s', 'now'))); CREATE TABLE log(at);
            CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (datetime('now')); END;
            """u8);
        using var insert = connection.Prepare("INSERT INTO t(a) VALUES (1)");
        insert.Execute();
        clock.UnixMilliseconds = Then + 1000;
        insert.Execute();

        Assert.Equal("2031-05-06 07:08:09,2031-05-06 07:08:10", connection.QueryText("SELECT group_concat(at) FROM t"));
        Assert.Equal("2031-05-06 07:08:09,2031-05-06 07:08:10", connection.QueryText("SELECT group_concat(at) FROM log"));
        Assert.Equal((Then / 1000) + 1, connection.QueryInt64("SELECT max(e) FROM t"));
    }

    [Fact]
    public void Time_OfOtherConnectionsAndClocks_IsTheirOwn()
    {
        using var folder = new DatabaseFolder();
        using var clock = new SqliteClock { UnixMilliseconds = Then };
        using var second = new SqliteClock { UnixMilliseconds = 0 };
        using var writer = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { Clock = clock });
        writer.ExecuteScript("PRAGMA journal_mode = WAL; CREATE TABLE t(at DEFAULT CURRENT_TIMESTAMP); INSERT INTO t DEFAULT VALUES"u8);
        using var reader = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        using var other = SqliteConnection.OpenMemory(new SqliteOpenOptions { Clock = second });

        Assert.Equal("2031-05-06 07:08:09", reader.QueryText("SELECT at FROM t"));
        Assert.NotEqual("2031", reader.QueryText("SELECT strftime('%Y', 'now')"));
        Assert.Equal("1970-01-01 00:00:00", other.QueryText("SELECT datetime('now')"));
    }

    [Fact]
    public void Dispose_WhileAConnectionUsesIt_IsRefused()
    {
        var clock = new SqliteClock();
        using (SqliteConnection.OpenMemory(new SqliteOpenOptions { Clock = clock }))
            Assert.Throws<InvalidOperationException>(clock.Dispose);
        Assert.Throws<SqliteException>(() => SqliteConnection.Open("/nowhere/at/all.db", new SqliteOpenOptions { Clock = clock }));

        clock.Dispose();
        clock.Dispose();

        Assert.Throws<ObjectDisposedException>(() => clock.UnixMilliseconds = 1);
        Assert.Throws<ObjectDisposedException>(() => SqliteConnection.OpenMemory(new SqliteOpenOptions { Clock = clock }));
    }
}
