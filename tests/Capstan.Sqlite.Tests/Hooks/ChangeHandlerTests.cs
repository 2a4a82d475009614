using System.Text;

namespace Capstan.Sqlite.Tests.Hooks;

public sealed class ChangeHandlerTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();
    private readonly List<string> _seen = [];

    public ChangeHandlerTests() => _connection.ChangeHandler = See;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Rows_InsertedUpdatedDeleted_AreSeenWithTheirValues()
    {
        Run("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (5, 'x', 1.5)");
        Run("UPDATE t SET a = x'00ff' WHERE id = 5");
        Run("UPDATE t SET id = 6");
        Run("DELETE FROM t WHERE id = 6");

        Assert.Equal(
        [
            "Insert t 5 (5, 'x', 1.5)", "Update t 5>5 (5, 'x', 1.5) > (5, x'00FF', 1.5)",
            "Update t 5>6 (5, x'00FF', 1.5) > (6, x'00FF', 1.5)", "Delete t 6 (6, x'00FF', 1.5)",
        ], _seen);
    }

    [Fact]
    public void Delete_WithoutWhere_ReachesItRowByRow()
    {
        Run("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)");
        _seen.Clear();
        Run("DELETE FROM t");

        Assert.Equal(["Delete t 1 (1)", "Delete t 2 (2)", "Delete t 3 (3)"], _seen);
    }

    [Fact]
    public void Statements_PreparedBeforeTheHandler_ReachItToo()
    {
        _connection.ChangeHandler = null;
        Run("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
        _connection.Prepare("DELETE FROM t").Dispose();
        using var owned = _connection.PrepareOwned("DELETE FROM t");
        using var trusted = _connection.PrepareTrusted("DELETE FROM t");

        _connection.ChangeHandler = See;

        _connection.Execute("DELETE FROM t");
        _connection.Execute("INSERT INTO t VALUES (2)");
        owned.Execute();
        _connection.Execute("INSERT INTO t VALUES (3)");
        trusted.Execute();
        Assert.Equal(["Delete t 1 (1)", "Insert t 1 (2)", "Delete t 1 (2)", "Insert t 1 (3)", "Delete t 1 (3)"], _seen);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", " WITHOUT ROWID")]
    [InlineData(" WITHOUT ROWID", "")]
    [InlineData(" WITHOUT ROWID", " WITHOUT ROWID")]
    [InlineData(" STRICT", " STRICT")]
    public void WholeTable_CopiedToAnother_IsSeenRowByRow(string from, string to)
    {
        Run($"CREATE TABLE a(k INTEGER PRIMARY KEY, v TEXT){from}; CREATE TABLE b(k INTEGER PRIMARY KEY, v TEXT){to}; INSERT INTO a VALUES (1, 'x'), (2, 'y')");
        _seen.Clear();
        Run("INSERT INTO b SELECT * FROM a; INSERT OR REPLACE INTO b SELECT * FROM a; DELETE FROM b");

        var id = to == " WITHOUT ROWID" ? ["norowid", "norowid"] : new[] { "1", "2" };
        string[] rows = [$"b {id[0]} (1, 'x')", $"b {id[1]} (2, 'y')"];
        Assert.Equal(
        [
            "Insert " + rows[0], "Insert " + rows[1], "Delete " + rows[0], "Insert " + rows[0], "Delete " + rows[1], "Insert " + rows[1],
            "Delete " + rows[0], "Delete " + rows[1],
        ], _seen);
    }

    [Fact]
    public void SchemaStatements_ThatMoveRows_AreNotSeen()
    {
        Run("CREATE TABLE a(x, y); INSERT INTO a VALUES (1, 2)");
        _seen.Clear();
        Run("CREATE TABLE b AS SELECT x FROM a; ALTER TABLE a DROP COLUMN y; DROP TABLE a");

        Assert.Empty(_seen);
    }

    [Theory]
    [InlineData("INSERT OR REPLACE INTO t VALUES (1, 'new', 20)")]
    [InlineData("REPLACE INTO t VALUES (1, 'new', 20)")]
    public void Replace_OfSeveralRows_ShowsEachThatGoes(string sql)
    {
        Run("CREATE TABLE t(id INTEGER PRIMARY KEY, a, u UNIQUE); INSERT INTO t VALUES (1, 'one', 10), (2, 'two', 20)");
        _seen.Clear();
        Run(sql);

        Assert.Equal(["Delete t 1 (1, 'one', 10)", "Delete t 2 (2, 'two', 20)", "Insert t 1 (1, 'new', 20)"], _seen.Order());
        Assert.StartsWith("Insert", _seen[^1]);
    }

    [Fact]
    public void Update_OrReplace_ShowsTheRowThatGoes()
    {
        Run("CREATE TABLE t(id INTEGER PRIMARY KEY, u UNIQUE); INSERT INTO t VALUES (1, 10), (2, 20)");
        _seen.Clear();
        Run("UPDATE OR REPLACE t SET u = 20 WHERE id = 1");

        Assert.Equal(["Delete t 2 (2, 20)", "Update t 1>1 (1, 10) > (1, 20)"], _seen);
    }

    [Fact]
    public void Upsert_OnConflict_IsAnUpdate()
    {
        Run("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES (1, 1)");
        _seen.Clear();
        Run("INSERT INTO t VALUES (1, 0) ON CONFLICT(id) DO UPDATE SET n = n + 1");

        Assert.Equal(["Update t 1>1 (1, 1) > (1, 2)"], _seen);
    }

    [Fact]
    public void Cascades_OfForeignKeys_ReachItWithDepth()
    {
        Run("""
            CREATE TABLE p(id INTEGER PRIMARY KEY);
            CREATE TABLE c(p REFERENCES p(id) ON DELETE CASCADE ON UPDATE CASCADE);
            CREATE TABLE n(p REFERENCES p(id) ON DELETE SET NULL);
            INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2); INSERT INTO n VALUES (2);
            """);
        _seen.Clear();
        Run("DELETE FROM p WHERE id = 2; UPDATE p SET id = 9");

        Assert.Equal(["Delete c 2 (2) ^1", "Delete p 2 (2)", "Update c 1>1 (1) > (9) ^1", "Update n 1>1 (2) > (NULL) ^1", "Update p 1>9 (1) > (9)"],
            _seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Triggers_AndTheirTriggers_ReachItWithDepth()
    {
        Run("""
            CREATE TABLE a(x); CREATE TABLE b(x); CREATE TABLE c(x);
            CREATE TRIGGER ta AFTER INSERT ON a BEGIN INSERT INTO b VALUES (new.x + 1); END;
            CREATE TRIGGER tb AFTER INSERT ON b BEGIN INSERT INTO c VALUES (new.x + 1); END;
            INSERT INTO a VALUES (1);
            """);

        Assert.Equal(["Insert a 1 (1)", "Insert b 1 (2) ^1", "Insert c 1 (3) ^2"], _seen);
    }

    [Fact]
    public void Triggers_InsteadOfOnAView_ReachItThroughTheTable()
    {
        Run("""
            CREATE TABLE t(x); CREATE VIEW v AS SELECT x FROM t;
            CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.x); END;
            INSERT INTO v VALUES (3);
            """);

        Assert.Equal(["Insert t 1 (3) ^1"], _seen);
    }

    [Fact]
    public void WithoutRowId_EachChange_IsSeenInTheTablesOrder()
    {
        Run("CREATE TABLE w(v, k TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO w VALUES (1, 'k')");
        Run("UPDATE w SET v = 2; REPLACE INTO w VALUES (3, 'k'); UPDATE w SET k = 'l'; DELETE FROM w");

        Assert.Equal(
        [
            "Insert w norowid (1, 'k')", "Update w norowid (1, 'k') > (2, 'k')", "Delete w norowid (2, 'k')", "Insert w norowid (3, 'k')",
            "Update w norowid (3, 'k') > (3, 'l')", "Delete w norowid (3, 'l')",
        ], _seen);
    }

    [Fact]
    public void RowIdZero_IsARowId()
    {
        Run("CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (0); CREATE TABLE w(id PRIMARY KEY) WITHOUT ROWID; INSERT INTO w VALUES (0)");

        Assert.Equal(["Insert t 0 (0)", "Insert w norowid (0)"], _seen);
    }

    [Fact]
    public void GeneratedColumns_StoredAreSeenAndVirtualAreNot()
    {
        Run("CREATE TABLE t(a, v AS (a + 1) VIRTUAL, s AS (a + 2) STORED, b); CREATE INDEX i ON t(v)");
        Run("INSERT INTO t(a, b) VALUES (10, 'b'); UPDATE t SET a = 20; DELETE FROM t");

        Assert.Equal(["Insert t 1 (10, 12, 'b')", "Update t 1>1 (10, 12, 'b') > (20, 22, 'b')", "Delete t 1 (20, 22, 'b')"], _seen);
    }

    [Fact]
    public void IndexesOnExpressions_DoNotAddChanges()
    {
        Run("CREATE TABLE t(a); CREATE UNIQUE INDEX i ON t(lower(a)); INSERT INTO t VALUES ('A')");
        Run("REPLACE INTO t VALUES ('a')");

        Assert.Equal(["Insert t 1 ('A')", "Delete t 1 ('A')", "Insert t 2 ('a')"], _seen);
    }

    [Fact]
    public void GeneratedColumns_WithoutRowId_AreNumberedThrough()
    {
        Run("CREATE TABLE w(a, v AS (a + 1) VIRTUAL, s AS (a + 2) STORED, k PRIMARY KEY, e AS (k) VIRTUAL) WITHOUT ROWID");
        Run("INSERT INTO w(a, k) VALUES (10, 'b'); UPDATE w SET a = 20; DELETE FROM w");

        Assert.Equal(
        [
            "Insert w norowid (10, 12, 'b')", "Update w norowid (10, 12, 'b') > (20, 22, 'b')", "Delete w norowid (20, 22, 'b')",
        ], _seen);
    }

    [Fact]
    public void RealColumn_IntegralValue_MayShowAsAnIntegerAtItsInsert()
    {
        Run("CREATE TABLE t(r REAL); INSERT INTO t VALUES (5); UPDATE t SET r = 6; DELETE FROM t");

        Assert.True(_seen[0] is "Insert t 1 (5)" or "Insert t 1 (5.0)", _seen[0]);
        Assert.Equal(["Update t 1>1 (5.0) > (6.0)", "Delete t 1 (6.0)"], _seen[1..]);
    }

    [Fact]
    public void AddedColumn_OldRow_ShowsItsDefaultOnlyOnceRewritten()
    {
        Run("CREATE TABLE t(a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b DEFAULT 'd'");
        _seen.Clear();
        Run("UPDATE t SET a = a; UPDATE t SET a = 2; DELETE FROM t");

        Assert.True(_seen[0] is "Update t 1>1 (1, NULL) > (1, 'd')" or "Update t 1>1 (1, 'd') > (1, 'd')", _seen[0]);
        Assert.Equal(["Update t 1>1 (1, 'd') > (2, 'd')", "Delete t 1 (2, 'd')"], _seen[1..]);
    }

    [Fact]
    public void TablesAndKinds_InterleavedInOneStatement_KeepTheirOwnColumns()
    {
        Run("""
            CREATE TABLE a(x, v AS (x) VIRTUAL, y); CREATE TABLE b(p, q, r, s); CREATE TABLE w(v AS (k) VIRTUAL, k PRIMARY KEY) WITHOUT ROWID;
            CREATE TRIGGER t AFTER INSERT ON a BEGIN
              INSERT INTO b VALUES (new.x, 2, 3, 4); INSERT INTO w VALUES (new.x); DELETE FROM b WHERE p = 1; UPDATE b SET s = 5;
            END;
            INSERT INTO a(x, y) VALUES (1, 'one'), (2, 'two');
            """);

        Assert.Equal(
        [
            "Insert a 1 (1, 'one')", "Insert b 1 (1, 2, 3, 4) ^1", "Insert w norowid (1) ^1", "Delete b 1 (1, 2, 3, 4) ^1",
            "Insert a 2 (2, 'two')", "Insert b 1 (2, 2, 3, 4) ^1", "Insert w norowid (2) ^1", "Update b 1>1 (2, 2, 3, 4) > (2, 2, 3, 5) ^1",
        ], _seen);
    }

    [Fact]
    public void TableMadeAnew_WithOtherColumns_IsSeenAsItIs()
    {
        Run("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2); DROP TABLE t; CREATE TABLE t(a PRIMARY KEY) WITHOUT ROWID");
        _seen.Clear();
        Run("INSERT INTO t VALUES (0)");

        Assert.Equal(["Insert t norowid (0)"], _seen);
    }

    [Fact]
    public void Failing_Statement_ShowsWhatItDidBeforeAndIsUndone()
    {
        Run("CREATE TABLE t(a UNIQUE)");
        Assert.Throws<SqliteException>(() => Run("INSERT INTO t VALUES (1), (2), (1)"));

        Assert.Equal(["Insert t 1 (1)", "Insert t 2 (2)"], _seen);
        Assert.Equal(0, _connection.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Exception_InTheHandler_EndsTheStatementAndIsThrown()
    {
        Run("CREATE TABLE t(a)");
        var calls = 0;
        _connection.ChangeHandler = (in _) =>
        {
            calls++;
            throw new InvalidDataException("from the handler");
        };

        var thrown = Assert.Throws<InvalidDataException>(() => Run("INSERT INTO t VALUES (1), (2), (3)"));

        Assert.Equal("from the handler", thrown.Message);
        Assert.Equal(1, calls);
        _connection.ChangeHandler = null;
        Assert.Equal(0, _connection.QueryInt64("SELECT count(*) FROM t"));
        Run("INSERT INTO t VALUES (4)");
        Assert.Equal(1, _connection.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Exception_AtTheOnlyRow_KeepsItFromBeingCommitted()
    {
        Run("CREATE TABLE t(a)");
        _connection.ChangeHandler = (in _) => throw new InvalidDataException();

        Assert.Throws<InvalidDataException>(() => Run("INSERT INTO t VALUES (1)"));

        Assert.Equal(0, _connection.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Values_AskedOfTheWrongSide_AreRefused()
    {
        Run("CREATE TABLE t(a)");
        _connection.ChangeHandler = (in change) =>
        {
            try
            {
                _ = change.Old(0).Type;
            }
            catch (SqliteException fault)
            {
                _seen.Add(fault.Code.ToString());
            }
            try
            {
                _ = change.New(-1).Type;
            }
            catch (SqliteException fault)
            {
                _seen.Add(fault.Code.ToString());
            }
            _ = change.New(1).Type;
        };

        Assert.Equal(SqliteCode.Range, Assert.Throws<SqliteException>(() => Run("INSERT INTO t VALUES (1)")).Code);
        Assert.Equal(["Misuse", "Range"], _seen);
    }

    [Fact]
    public void Dispose_FromInsideTheHandler_IsRefused()
    {
        Run("CREATE TABLE t(a)");
        _connection.ChangeHandler = (in _) => _connection.Dispose();

        Assert.Throws<InvalidOperationException>(() => Run("INSERT INTO t VALUES (1)"));
        Assert.True(_connection.IsOpen);
    }

    [Fact]
    public void ManyRows_Seen_AllocateNothing()
    {
        Run("CREATE TABLE t(a, b); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID");
        long sum = 0;
        _connection.ChangeHandler = (in change) => sum += change.New(0).Int64 + change.New(1).Utf8.Length + change.Table.Length + (change.HasRowId ? 1 : 0);
        using var insert = _connection.Prepare("INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT i, 'text' FROM n");
        insert.Execute();

        var before = GC.GetAllocatedBytesForCurrentThread();
        insert.Execute();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(2 * (500_500 + 4000 + 1000 + 1000), sum);
    }

    [Fact]
    public void SystemTables_AndSchemaChanges_AreNotSeen()
    {
        Run("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t DEFAULT VALUES; ALTER TABLE t RENAME TO u; DROP TABLE u");

        Assert.DoesNotContain(_seen, s => s.Contains("sqlite_", StringComparison.Ordinal));
        Assert.Equal("Insert t 1 (1)", _seen[0]);
    }

    private void Run(string script) => _connection.ExecuteScript(Encoding.UTF8.GetBytes(script));

    private void See(in SqliteChange change)
    {
        var text = new StringBuilder($"{change.Kind} {Encoding.UTF8.GetString(change.Table)} ");
        if (!change.HasRowId) text.Append("norowid");
        else if (change.Kind == SqliteChangeKind.Update) text.Append($"{change.OldRowId}>{change.NewRowId}");
        else text.Append(change.Kind == SqliteChangeKind.Delete ? change.OldRowId : change.NewRowId);
        if (change.Kind != SqliteChangeKind.Insert) Append(text.Append(' '), change, old: true);
        if (change.Kind == SqliteChangeKind.Update) text.Append(" >");
        if (change.Kind != SqliteChangeKind.Delete) Append(text.Append(' '), change, old: false);
        if (change.Depth > 0) text.Append($" ^{change.Depth}");
        Assert.Equal("main"u8, change.Database);
        _seen.Add(text.ToString());
    }

    private static void Append(StringBuilder text, in SqliteChange change, bool old)
    {
        for (var i = 0; i < change.ColumnCount; i++)
        {
            text.Append(i == 0 ? "(" : ", ");
            var value = old ? change.Old(i) : change.New(i);
            text.Append(value.Type switch
            {
                SqliteType.Null => "NULL",
                SqliteType.Text => $"'{value.Text}'",
                SqliteType.Blob => $"x'{Convert.ToHexString(value.Blob)}'",
                SqliteType.Real => value.Double.ToString("0.0##"),
                _ => value.Int64.ToString(),
            });
        }
        text.Append(')');
    }
}
