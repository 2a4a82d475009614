namespace Capstan.Sqlite.Tests.Connections;

public sealed class SqliteConnectionTests
{
    [Fact]
    public void Open_NewFile_MakesItAndKeepsRows()
    {
        using var folder = new DatabaseFolder();
        using (var first = SqliteConnection.Open(folder.File("a.db")))
            first.ExecuteScript("CREATE TABLE t(a); INSERT INTO t VALUES (7)"u8);
        using var second = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadWrite });

        Assert.Equal(7, second.QueryInt64("SELECT a FROM t"));
    }

    [Theory]
    [InlineData(SqliteOpenMode.ReadOnly)]
    [InlineData(SqliteOpenMode.ReadWrite)]
    public void Open_MissingFile_IsEnvironmentFault(SqliteOpenMode mode)
    {
        using var folder = new DatabaseFolder();

        var fault = Assert.Throws<SqliteException>(() => SqliteConnection.Open(folder.File("none.db"), new SqliteOpenOptions { Mode = mode }));

        Assert.Equal(SqliteCode.CannotOpen, fault.Code);
        Assert.Equal(SqliteFault.Environment, fault.Fault);
    }

    [Fact]
    public void Open_ReadOnly_RefusesWrites()
    {
        using var folder = new DatabaseFolder();
        using (var writer = SqliteConnection.Open(folder.File("a.db"))) writer.Execute("CREATE TABLE t(a)");
        using var reader = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });

        var fault = Assert.Throws<SqliteException>(() => reader.Execute("INSERT INTO t VALUES (1)"));

        Assert.True(reader.IsReadOnly);
        Assert.Equal((SqliteCode.ReadOnly, SqliteFault.Environment), (fault.Code, fault.Fault));
    }

    [Fact]
    public void Open_PathThatLooksLikeUri_IsTheNameOfAFile()
    {
        using var folder = new DatabaseFolder();
        Directory.CreateDirectory(folder.File("file:"));

        using var connection = SqliteConnection.Open(folder.File("file:/a.db?mode=memory"));
        connection.Execute("CREATE TABLE t(a)");

        Assert.True(File.Exists(folder.File("file:/a.db?mode=memory")));
    }

    [Fact]
    public void Open_UriAllowed_ReadsItsParameters()
    {
        using var folder = new DatabaseFolder();

        using var connection = SqliteConnection.Open($"file:{folder.File("a.db")}?mode=memory", new SqliteOpenOptions { AllowUri = true });
        connection.Execute("CREATE TABLE t(a)");

        Assert.False(File.Exists(folder.File("a.db")));
    }

    [Fact]
    public void Attach_UriWithUrisOff_IsNotReadAsOne()
    {
        using var connection = SqliteConnection.OpenMemory();

        var fault = Assert.Throws<SqliteException>(() => connection.Execute("ATTACH 'file:/nowhere/a.db?mode=memory' AS other"));

        Assert.Equal(SqliteCode.CannotOpen, fault.Code);
    }

    [Fact]
    public void Open_Always_IsHardened()
    {
        using var connection = SqliteConnection.OpenMemory();

        Assert.Equal(0, connection.QueryInt64("PRAGMA trusted_schema"));
        Assert.Equal(1, connection.QueryInt64("PRAGMA foreign_keys"));
        Assert.Throws<SqliteException>(() => connection.Execute("SELECT load_extension('x')"));
        connection.Execute("PRAGMA writable_schema = ON");
        Assert.Throws<SqliteException>(() => connection.Execute("DELETE FROM sqlite_schema"));
    }

    [Fact]
    public void Counters_AfterInserts_CountThemAndTriggers()
    {
        using var connection = SqliteConnection.OpenMemory();
        connection.ExecuteScript("""
            CREATE TABLE t(a); CREATE TABLE log(a);
            CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
            INSERT INTO t VALUES (1), (2);
            """u8);

        Assert.Equal(2, connection.Changes);
        Assert.Equal(4, connection.TotalChanges);
        Assert.Equal(2, connection.LastInsertRowId);
        connection.LastInsertRowId = 40;
        Assert.Equal(40, connection.QueryInt64("SELECT last_insert_rowid()"));
    }

    [Fact]
    public void HasDeferredViolations_WhileAParentIsMissing_IsTrue()
    {
        using var connection = SqliteConnection.OpenMemory();
        connection.ExecuteScript("""
            CREATE TABLE parent(id INTEGER PRIMARY KEY);
            CREATE TABLE child(parent INTEGER REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);
            """u8);
        connection.Begin();
        connection.Execute("INSERT INTO child VALUES (1)");
        Assert.True(connection.HasDeferredViolations);
        var fault = Assert.Throws<SqliteException>(connection.Commit);
        Assert.Equal(SqliteConstraint.ForeignKey, fault.Constraint);
        Assert.False(connection.IsAutocommit);

        connection.Execute("INSERT INTO parent VALUES (1)");

        Assert.False(connection.HasDeferredViolations);
        connection.Commit();
        Assert.True(connection.IsAutocommit);
    }

    [Fact]
    public void Savepoints_Nested_UndoAndKeepTheInnermost()
    {
        using var connection = SqliteConnection.OpenMemory();
        connection.Execute("CREATE TABLE t(a)");
        connection.Begin(SqliteTransactionMode.Immediate);
        connection.Savepoint();
        connection.Execute("INSERT INTO t VALUES (1)");
        connection.Savepoint();
        connection.Execute("INSERT INTO t VALUES (2)");
        connection.UndoSavepoint();
        connection.ReleaseSavepoint();
        connection.Commit();

        Assert.Equal("1", connection.QueryText("SELECT group_concat(a) FROM t"));
        connection.Rollback();
    }

    [Fact]
    public void Begin_WhileAnotherWrites_IsBusy()
    {
        using var folder = new DatabaseFolder();
        using var first = SqliteConnection.Open(folder.File("a.db"));
        using var second = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { BusyTimeout = TimeSpan.Zero });
        first.Begin(SqliteTransactionMode.Immediate);

        var fault = Assert.Throws<SqliteException>(() => second.Begin(SqliteTransactionMode.Immediate));

        Assert.Equal((SqliteCode.Busy, SqliteFault.Environment), (fault.Code, fault.Fault));
    }

    [Fact]
    public void Snapshot_WhileWalWriterCommits_StaysAsItWas()
    {
        using var folder = new DatabaseFolder();
        using var writer = SqliteConnection.Open(folder.File("a.db"));
        writer.ExecuteScript("PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)"u8);
        using var reader = SqliteConnection.Open(folder.File("a.db"), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        reader.Begin();
        Assert.Equal(1, reader.QueryInt64("SELECT count(*) FROM t"));

        writer.Execute("INSERT INTO t VALUES (2)");

        Assert.Equal(1, reader.QueryInt64("SELECT count(*) FROM t"));
        reader.Commit();
        Assert.Equal(2, reader.QueryInt64("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData(SqliteLimit.SqlLength, 20, "SELECT 1 /* and a comment that is long */")]
    [InlineData(SqliteLimit.ExpressionDepth, 5, "SELECT ((((((1+1)+1)+1)+1)+1)+1)")]
    [InlineData(SqliteLimit.CompoundSelect, 1, "SELECT 1 UNION ALL SELECT 2")]
    [InlineData(SqliteLimit.Attached, 0, "ATTACH ':memory:' AS other")]
    [InlineData(SqliteLimit.LikePatternLength, 5, "SELECT 'a' LIKE '%a%a%a%a'")]
    [InlineData(SqliteLimit.VariableNumber, 2, "SELECT ?3")]
    [InlineData(SqliteLimit.Column, 2, "SELECT 1, 2, 3")]
    [InlineData(SqliteLimit.Length, 100, "SELECT zeroblob(200)")]
    [InlineData(SqliteLimit.FunctionArguments, 2, "SELECT max(1, 2, 3)")]
    public void Limits_Beyond_RefuseTheStatement(SqliteLimit limit, int value, string sql)
    {
        using var connection = SqliteConnection.OpenMemory();
        connection.Execute("CREATE TABLE t(a)");
        if (limit != SqliteLimit.Attached) connection.Execute(sql);

        connection.SetLimit(limit, value);

        Assert.Equal(value, connection.GetLimit(limit));
        var fault = Assert.Throws<SqliteException>(() => connection.Execute(sql));
        Assert.Equal(SqliteFault.Statement, fault.Fault);
    }

    [Fact]
    public void Limits_VdbeOperationsBeyond_LookLikeNoMemory()
    {
        using var connection = SqliteConnection.OpenMemory();
        connection.Execute("CREATE TABLE t(a)");
        connection.SetLimit(SqliteLimit.VdbeOperations, 10);

        var fault = Assert.Throws<SqliteException>(() => connection.Execute("SELECT a, count(*) FROM t GROUP BY a ORDER BY a"));

        Assert.Equal((SqliteCode.NoMemory, SqliteFault.Environment), (fault.Code, fault.Fault));
    }

    [Fact]
    public void Limits_AtOpening_Hold()
    {
        var limits = new Dictionary<SqliteLimit, int> { [SqliteLimit.CompoundSelect] = 1, [SqliteLimit.SqlLength] = 4096 };
        using var connection = SqliteConnection.OpenMemory(new SqliteOpenOptions { Limits = limits });

        Assert.Equal(1, connection.GetLimit(SqliteLimit.CompoundSelect));
        Assert.Equal(4096, connection.GetLimit(SqliteLimit.SqlLength));
    }

    [Fact]
    public async Task Interrupt_FromAnotherThread_EndsTheStatement()
    {
        using var connection = SqliteConnection.OpenMemory();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.CreateFunction("tell", 0, (in _) => running.TrySetResult());
        var other = Interrupt();

        var fault = Assert.Throws<SqliteException>(
            () => connection.Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000000) SELECT i, tell() FROM n"));
        await other;

        Assert.Equal((SqliteCode.Interrupt, SqliteFault.Environment), (fault.Code, fault.Fault));

        async Task Interrupt()
        {
            await running.Task;
            connection.Interrupt();
        }
    }

    [Fact]
    public void Dispose_WithStatementsAround_ClosesAndTheyRefuse()
    {
        var connection = SqliteConnection.OpenMemory();
        var cached = connection.Prepare("SELECT 1");
        var owned = connection.PrepareOwned("SELECT 1");
        Assert.True(cached.Step());

        connection.Dispose();
        connection.Dispose();

        Assert.False(connection.IsOpen);
        connection.Interrupt();
        Assert.Throws<ObjectDisposedException>(() => cached.Step());
        Assert.Throws<ObjectDisposedException>(() => owned.GetInt64(0));
        Assert.Throws<ObjectDisposedException>(() => connection.Prepare("SELECT 1"));
        cached.Dispose();
        owned.Dispose();
    }

    [Fact]
    public void Dispose_StatementsLeft_ClosesTheFile()
    {
        using var folder = new DatabaseFolder();
        var connection = SqliteConnection.Open(folder.File("a.db"));
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.ExecuteScript("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)"u8);
        var atRow = connection.PrepareOwned("SELECT a FROM t");
        Assert.True(atRow.Step());
        using (connection.Prepare("SELECT count(*) FROM t"))
            Assert.True(File.Exists(folder.File("a.db-wal")));
        _ = connection.PrepareTrusted("SELECT max(a) FROM t");

        connection.Dispose();

        // The last connection that really closes moves the WAL file into the database and deletes it.
        Assert.False(File.Exists(folder.File("a.db-wal")));
        Assert.Throws<ObjectDisposedException>(() => atRow.Step());
    }

    [Fact]
    public void Dispose_FullTextTableInUse_LetsItFinalizeItsOwnStatements()
    {
        using var folder = new DatabaseFolder();
        var connection = SqliteConnection.Open(folder.File("a.db"));
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.ExecuteScript("CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES ('one two'), ('two three'); UPDATE t SET a = 'four two' WHERE rowid = 1"u8);
        var atRow = connection.PrepareOwned("SELECT a FROM t WHERE t MATCH 'two'");
        Assert.True(atRow.Step());
        using (var kept = connection.Prepare("SELECT count(*) FROM t WHERE t MATCH 'four'"))
            Assert.True(kept.Step());

        connection.Dispose();

        Assert.False(File.Exists(folder.File("a.db-wal")));
        using var again = SqliteConnection.Open(folder.File("a.db"));
        Assert.Equal(2, again.QueryInt64("SELECT count(*) FROM t WHERE t MATCH 'two'"));
    }
}
