namespace Capstan.Sqlite.Tests.Faults;

public sealed class SqliteExceptionTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();

    public SqliteExceptionTests() => _connection.ExecuteScript("""
        CREATE TABLE parent(id INTEGER PRIMARY KEY);
        CREATE TABLE t(id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL DEFAULT 0, c CHECK (c < 10), p REFERENCES parent(id));
        CREATE TABLE w(k TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE s(i INTEGER) STRICT;
        CREATE TRIGGER r BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'never'); END;
        INSERT INTO t(id, u) VALUES (1, 'a'); INSERT INTO w VALUES ('k');
        """u8);

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("INSERT INTO t(u) VALUES ('a')", SqliteConstraint.Unique)]
    [InlineData("INSERT INTO t(id) VALUES (1)", SqliteConstraint.PrimaryKey)]
    [InlineData("INSERT INTO w VALUES ('k')", SqliteConstraint.PrimaryKey)]
    [InlineData("INSERT INTO t(n) VALUES (NULL)", SqliteConstraint.NotNull)]
    [InlineData("INSERT INTO t(c) VALUES (10)", SqliteConstraint.Check)]
    [InlineData("INSERT INTO t(p) VALUES (99)", SqliteConstraint.ForeignKey)]
    [InlineData("INSERT INTO s VALUES ('x')", SqliteConstraint.DataType)]
    [InlineData("DELETE FROM t", SqliteConstraint.Trigger)]
    public void Constraint_EachKind_IsTold(string sql, SqliteConstraint constraint)
    {
        var fault = Assert.Throws<SqliteException>(() => _connection.Execute(sql));

        Assert.Equal((SqliteCode.Constraint, constraint, SqliteFault.Statement), (fault.Code, fault.Constraint, fault.Fault));
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", SqliteCode.Error)]
    [InlineData("INSERT INTO t(id) VALUES ('text')", SqliteCode.Mismatch)]
    [InlineData("SELECT zeroblob(2000000000)", SqliteCode.TooBig)]
    [InlineData("SELECT abs(-9223372036854775808)", SqliteCode.Error)]
    public void Statement_Wrong_IsItsOwnFault(string sql, SqliteCode code)
    {
        var fault = Assert.Throws<SqliteException>(() => _connection.Execute(sql));

        Assert.Equal((code, SqliteFault.Statement, SqliteConstraint.None), (fault.Code, fault.Fault, fault.Constraint));
    }

    [Fact]
    public void Fault_EachCode_IsStatementsOnlyWhereListed()
    {
        SqliteCode[] statements =
            [SqliteCode.Error, SqliteCode.Constraint, SqliteCode.Mismatch, SqliteCode.Range, SqliteCode.TooBig, SqliteCode.Authorization];

        foreach (var code in Enum.GetValues<SqliteCode>())
        {
            var fault = new SqliteException((int)code | (3 << 8), "").Fault;
            Assert.Equal(statements.Contains(code) ? SqliteFault.Statement : SqliteFault.Environment, fault);
        }
    }

    [Fact]
    public void File_ThatIsNoDatabase_IsEnvironmentFault()
    {
        using var folder = new DatabaseFolder();
        File.WriteAllText(folder.File("a.db"), new string('x', 4096));
        using var connection = SqliteConnection.Open(folder.File("a.db"));

        var fault = Assert.Throws<SqliteException>(() => connection.QueryInt64("SELECT count(*) FROM sqlite_schema"));

        Assert.Equal((SqliteCode.NotADatabase, SqliteFault.Environment), (fault.Code, fault.Fault));
    }

    [Fact]
    public void File_Damaged_IsEnvironmentFault()
    {
        using var folder = new DatabaseFolder();
        using (var made = SqliteConnection.Open(folder.File("a.db")))
        {
            made.ExecuteScript("CREATE TABLE t(a); CREATE INDEX i ON t(a);"u8);
            made.Execute("INSERT INTO t SELECT zeroblob(500) FROM (SELECT 1)");
        }
        using (var file = File.OpenWrite(folder.File("a.db")))
        {
            file.Position = 4096;
            file.Write(new byte[4096]);
        }
        using var connection = SqliteConnection.Open(folder.File("a.db"));

        var fault = Assert.Throws<SqliteException>(() => connection.QueryInt64("SELECT a FROM t NOT INDEXED"));

        Assert.Equal((SqliteCode.Corrupt, SqliteFault.Environment), (fault.Code, fault.Fault));
    }

    [Fact]
    public void File_NoRoom_IsEnvironmentFault()
    {
        _connection.Execute("PRAGMA max_page_count = 20");

        var fault = Assert.Throws<SqliteException>(() => _connection.Execute("INSERT INTO t(u) VALUES (zeroblob(1000000))"));

        Assert.Equal((SqliteCode.Full, SqliteFault.Environment), (fault.Code, fault.Fault));
    }
}
