using System.Text;

namespace Capstan.Sqlite.Tests.Statements;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Bind_EveryType_ComesBackAsItWas()
    {
        using var statement = _connection.Prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7");
        statement.BindNull(1);
        statement.BindInt64(2, long.MinValue);
        statement.BindDouble(3, 0.1);
        statement.BindText(4, "ä\0€😀");
        statement.BindText(5, ReadOnlySpan<byte>.Empty);
        statement.BindBlob(6, [0, 1, 255]);
        statement.BindBlob(7, []);

        Assert.True(statement.Step());

        SqliteType[] types = [SqliteType.Null, SqliteType.Integer, SqliteType.Real, SqliteType.Text, SqliteType.Text, SqliteType.Blob, SqliteType.Blob];
        Assert.Equal(types, Enumerable.Range(0, statement.ColumnCount).Select(statement.ColumnType));
        Assert.True(statement.IsNull(0));
        Assert.Null(statement.GetText(0));
        Assert.Equal(long.MinValue, statement.GetInt64(1));
        Assert.Equal(0.1, statement.GetDouble(2));
        Assert.Equal("ä\0€😀", statement.GetText(3));
        Assert.Equal("ä\0€😀"u8, statement.GetUtf8(3));
        Assert.Equal("", statement.GetText(4));
        Assert.Equal([0, 1, 255], statement.GetBlob(5).ToArray());
        Assert.True(statement.GetBlob(6).IsEmpty);
        Assert.False(statement.Step());
    }

    [Fact]
    public void Bind_LongTexts_ComeBackWhole()
    {
        var text = new string('ü', 100_000);
        using var statement = _connection.Prepare("SELECT ?1, ?2");
        statement.BindText(1, text);
        statement.BindText(2, null);
        Assert.True(statement.Step());
        Assert.Equal(text, statement.GetText(0));
        Assert.True(statement.IsNull(1));
    }

    [Fact]
    public void BindByName_EachType_FindsTheParameter()
    {
        using var statement = _connection.Prepare("SELECT :a, @b, $c, :d, :e, :f");
        statement.BindInt64(":a", 1);
        statement.BindDouble("@b", 2.5);
        statement.BindText("$c", "x");
        statement.BindText(":d", "y"u8);
        statement.BindBlob(":e", [9]);
        statement.BindNull(":f");

        Assert.True(statement.Step());
        Assert.Equal((1L, 2.5, (string?)"x", (string?)"y", (byte)9, true), (statement.GetInt64(0), statement.GetDouble(1), statement.GetText(2),
            statement.GetText(3), statement.GetBlob(4)[0], statement.IsNull(5)));
        statement.Reset();
        var fault = Assert.Throws<SqliteException>(() => statement.BindInt64(":none", 1));
        Assert.Equal((SqliteCode.Range, SqliteFault.Statement), (fault.Code, fault.Fault));
        Assert.Equal(SqliteCode.Range, Assert.Throws<SqliteException>(() => statement.BindInt64(7, 1)).Code);
    }

    [Fact]
    public void Parameters_NamedAndNumbered_AreDescribed()
    {
        using var statement = _connection.Prepare("SELECT ?, :name, ?5");

        Assert.Equal(5, statement.ParameterCount);
        Assert.Equal([null, ":name", null, null, "?5"], Enumerable.Range(1, 5).Select(statement.ParameterName));
        Assert.Equal(2, statement.ParameterIndex(":name"));
        Assert.Equal(0, statement.ParameterIndex("name"));
    }

    [Fact]
    public void Columns_OfATable_AreDescribed()
    {
        _connection.Execute("CREATE TABLE t(id INTEGER PRIMARY KEY, name VARCHAR(10), raw)");
        using var statement = _connection.Prepare("SELECT id, name AS \"Näme\", raw, 1 + 1 AS two FROM t");

        Assert.Equal(["id", "Näme", "raw", "two"], Enumerable.Range(0, 4).Select(statement.ColumnName));
        Assert.Equal("Näme"u8, statement.ColumnNameUtf8(1));
        Assert.Equal(["INTEGER", "VARCHAR(10)", null, null], Enumerable.Range(0, 4).Select(statement.ColumnDeclaredType));
        Assert.True(statement.IsReadOnly);
        Assert.False(statement.Step());
        Assert.Equal(SqliteType.Null, statement.ColumnType(0));
        Assert.Equal(0, statement.GetInt64(99));
    }

    [Fact]
    public void IsReadOnly_WritingStatements_IsFalse()
    {
        _connection.Execute("CREATE TABLE t(a)");
        using var insert = _connection.Prepare("INSERT INTO t VALUES (1)");
        using var explain = _connection.Prepare("EXPLAIN SELECT 1");

        Assert.False(insert.IsReadOnly);
        Assert.False(insert.IsExplain);
        Assert.True(explain.IsExplain);
    }

    [Fact]
    public void Reset_KeepsBindings_ClearBindingsMakesThemNull()
    {
        using var statement = _connection.Prepare("SELECT ?1");
        statement.BindInt64(1, 4);
        Assert.True(statement.Step());
        statement.Reset();
        Assert.True(statement.Step());
        Assert.Equal(4, statement.GetInt64(0));
        statement.Reset();
        statement.ClearBindings();
        Assert.True(statement.Step());
        Assert.True(statement.IsNull(0));
    }

    [Fact]
    public void Bind_WhileAtARow_IsMisuse()
    {
        using var statement = _connection.Prepare("SELECT ?1");
        Assert.True(statement.Step());

        Assert.Equal(SqliteCode.Misuse, Assert.Throws<SqliteException>(() => statement.BindInt64(1, 1)).Code);
    }

    [Fact]
    public void Reset_AtARowOfReturning_ReportsACommitThatFails()
    {
        _connection.ExecuteScript("""
            CREATE TABLE parent(id INTEGER PRIMARY KEY);
            CREATE TABLE child(parent INTEGER REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);
            """u8);
        using var statement = _connection.Prepare("INSERT INTO child VALUES (1) RETURNING parent");
        Assert.True(statement.Step());

        Assert.Equal(SqliteConstraint.ForeignKey, Assert.Throws<SqliteException>(statement.Reset).Constraint);

        Assert.Equal(0, _connection.QueryInt64("SELECT count(*) FROM child"));
    }

    [Fact]
    public void StepAndBind_OverAndOver_AllocateNothing()
    {
        _connection.Execute("CREATE TABLE t(a INTEGER, b TEXT, c BLOB, d REAL)");
        using var insert = _connection.Prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)");
        Insert(insert, 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Insert(insert, 1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Insert(SqliteStatement insert, int count)
    {
        for (var i = 0; i < count; i++)
        {
            insert.BindInt64(1, i);
            insert.BindText(2, "a text");
            insert.BindBlob(3, "bytes"u8);
            insert.BindDouble(4, i);
            insert.Execute();
        }
    }

    [Fact]
    public void Sql_OfAStatement_IsItsText()
    {
        using var statement = _connection.Prepare("SELECT 'ä' -- done");

        Assert.StartsWith("SELECT 'ä'", statement.Sql);
        Assert.Same(_connection, statement.Connection);
    }

    [Fact]
    public void Text_InvalidUtf8_StaysAsItIsAndReadsReplaced()
    {
        using var statement = _connection.Prepare("SELECT ?1");
        statement.BindText(1, [(byte)'a', 0xFF]);
        Assert.True(statement.Step());
        Assert.Equal([(byte)'a', 0xFF], statement.GetUtf8(0).ToArray());
        Assert.Equal("a\uFFFD", statement.GetText(0));
        Assert.Equal(2, Encoding.UTF8.GetCharCount(statement.GetUtf8(0)));
    }
}
