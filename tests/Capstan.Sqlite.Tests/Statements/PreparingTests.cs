using System.Text;

namespace Capstan.Sqlite.Tests.Statements;

public sealed class PreparingTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory(new SqliteOpenOptions { CachedStatements = 2 });

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT 1;")]
    [InlineData("SELECT 1; -- the end")]
    [InlineData("SELECT 1 /* done */ ; ;\n\t/* open to the end")]
    [InlineData("-- first\n; SELECT 1")]
    [InlineData("\uFEFFSELECT 1;\r\n")]
    public void Prepare_BlanksAround_AreTaken(string sql) => Assert.Equal(1, _connection.QueryInt64(sql));

    [Theory]
    [InlineData("SELECT 1; SELECT 2", 10)]
    [InlineData("SELECT 1; /* x */ DELETE FROM t", 18)]
    [InlineData("SELECT 1;\0", 9)]
    [InlineData("SELECT 1; -- a\0\nDELETE FROM t", 10)]
    [InlineData("SELECT 1; nonsense", 10)]
    [InlineData("SELECT 1; -", 10)]
    public void Prepare_ATextAfterTheStatement_IsRefusedWithItsPlace(string sql, int offset)
    {
        var fault = Assert.Throws<SqliteException>(() => _connection.Prepare(sql));

        Assert.Equal((SqliteCode.Error, SqliteFault.Statement, offset), (fault.Code, fault.Fault, fault.Offset));
        Assert.Contains("only one statement", fault.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ;; -- nothing")]
    [InlineData("/* nothing */")]
    public void Prepare_NoStatement_IsRefused(string sql) =>
        Assert.Contains("no statement", Assert.Throws<SqliteException>(() => _connection.Prepare(sql)).Message);

    [Fact]
    public void Prepare_WrongText_SaysWhere()
    {
        var fault = Assert.Throws<SqliteException>(() => _connection.Prepare("SELECT a FROM nowhere WHERE"));
        Assert.Contains("incomplete input", fault.Message);
        fault = Assert.Throws<SqliteException>(() => _connection.Prepare("SELECT 1 +* 2"));
        Assert.Equal(10, fault.Offset);
    }

    [Fact]
    public void PrepareNext_AScript_YieldsItsStatementsAndEnds()
    {
        ReadOnlySpan<byte> script = """
            -- a schema
            CREATE TABLE t(a); /* ; */ INSERT INTO t VALUES (';');
            ;; -- end
            """u8;
        var texts = new List<string>();
        while (_connection.PrepareNext(ref script) is { } statement)
        {
            texts.Add(statement.Sql);
            statement.Execute();
            statement.Dispose();
        }

        Assert.Equal(["CREATE TABLE t(a);", "INSERT INTO t VALUES (';');"], texts);
        Assert.True(script.IsEmpty);
    }

    [Fact]
    public void ExecuteScript_AZeroByteInside_IsRefusedInsteadOfCutShort()
    {
        var fault = Assert.Throws<SqliteException>(() => _connection.ExecuteScript("CREATE TABLE t(a); \0 CREATE TABLE u(a)"u8));

        Assert.Contains("zero byte", fault.Message);
        Assert.Equal(1, _connection.QueryInt64("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public void Prepare_TextOver16KiB_IsNotKept()
    {
        var sql = "SELECT 1 --".PadRight(StatementCache.LongestText, 'x');

        Assert.Same(Cached(sql), Cached(sql));
        Assert.NotSame(Cached(sql + "x"), Cached(sql + "x"));
    }

    [Fact]
    public void Prepare_SameTextAgain_IsTheSameStatementCleared()
    {
        var first = _connection.Prepare("SELECT ?1");
        first.BindInt64(1, 5);
        Assert.True(first.Step());
        first.Dispose();

        using var again = _connection.Prepare("SELECT ?1"u8);

        Assert.Same(first, again);
        Assert.True(again.Step());
        Assert.True(again.IsNull(0));
    }

    [Fact]
    public void Prepare_SameTextWhileInUse_IsAnotherStatement()
    {
        using var first = _connection.Prepare("SELECT 1");
        using var second = _connection.Prepare("SELECT 1");

        Assert.NotSame(first, second);
        Assert.True(second.Step());
        Assert.True(first.Step());
    }

    [Fact]
    public void Prepare_BeyondTheCapacity_PushesOutTheLeastRecentlyUsed()
    {
        var one = Cached("SELECT 1");
        var two = Cached("SELECT 2");
        Assert.Same(one, Cached("SELECT 1"));

        Cached("SELECT 3");

        Assert.Same(one, Cached("SELECT 1"));
        Assert.NotSame(two, Cached("SELECT 2"));
    }

    [Fact]
    public void Prepare_PushedOutWhileInUse_WorksOn()
    {
        using var used = _connection.Prepare("SELECT 1");
        Cached("SELECT 2");
        Cached("SELECT 3");

        Assert.True(used.Step());
        Assert.Equal(1, used.GetInt64(0));
    }

    [Fact]
    public void Prepare_NoCache_PreparesEachTime()
    {
        using var connection = SqliteConnection.OpenMemory(new SqliteOpenOptions { CachedStatements = 0 });
        var first = connection.Prepare("SELECT 1");
        first.Dispose();

        using var second = connection.Prepare("SELECT 1");

        Assert.NotSame(first, second);
        Assert.Throws<ObjectDisposedException>(() => first.Step());
    }

    [Fact]
    public void PrepareOwned_SameText_IsNeverTheCachedOne()
    {
        var cached = Cached("SELECT 1");
        using var owned = _connection.PrepareOwned("SELECT 1");

        Assert.NotSame(cached, owned);
    }

    [Fact]
    public void Cached_AfterAChangeOfTheSchema_SeesTheNewColumns()
    {
        _connection.Execute("CREATE TABLE t(a)");
        Assert.Equal(1, Columns());
        _connection.Execute("ALTER TABLE t ADD COLUMN b");

        Assert.Equal(2, Columns());

        int Columns()
        {
            using var statement = _connection.Prepare("SELECT * FROM t");
            statement.Step();
            return statement.ColumnCount;
        }
    }

    [Fact]
    public void Prepare_LongTexts_AreTaken()
    {
        var text = new string('x', 50_000);
        Assert.Equal(text, _connection.QueryText($"SELECT '{text}'"));
        Assert.Equal(50_000, Encoding.UTF8.GetByteCount(_connection.QueryText($"SELECT '{text}'")!));
    }

    private SqliteStatement Cached(string sql)
    {
        var statement = _connection.Prepare(sql);
        statement.Dispose();
        return statement;
    }
}
