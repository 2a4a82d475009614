namespace Capstan.Sqlite.Tests.Hooks;

public sealed class AuthorizerTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();
    private readonly List<SqliteAccess> _asked = [];

    public AuthorizerTests() => _connection.ExecuteScript("""
        CREATE TABLE t(a, secret); CREATE TABLE log(a); CREATE VIEW v AS SELECT a FROM t;
        CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;
        INSERT INTO t VALUES (1, 'hidden');
        """u8);

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Asked_ForASelect_NamesTableColumnAndFunction()
    {
        Authorize(_ => SqliteVerdict.Allow);
        _connection.Execute("SELECT max(a) FROM t");

        Assert.Contains(new SqliteAccess(SqliteAction.Select, null, null, null, null), _asked);
        Assert.Contains(new SqliteAccess(SqliteAction.Read, "t", "a", "main", null), _asked);
        Assert.Contains(new SqliteAccess(SqliteAction.Function, null, "max", null, null), _asked);
    }

    [Fact]
    public void Asked_InsideTriggerAndView_NamesThem()
    {
        Authorize(_ => SqliteVerdict.Allow);
        _connection.Execute("INSERT INTO t VALUES (2, NULL)");
        _connection.Execute("SELECT a FROM v");

        Assert.Contains(new SqliteAccess(SqliteAction.Insert, "log", null, "main", "r"), _asked);
        Assert.Contains(new SqliteAccess(SqliteAction.Read, "t", "a", "main", "v"), _asked);
    }

    [Theory]
    [InlineData("PRAGMA user_version", SqliteAction.Pragma)]
    [InlineData("SELECT * FROM pragma_table_info('t')", SqliteAction.Pragma)]
    [InlineData("ATTACH ':memory:' AS x", SqliteAction.Attach)]
    [InlineData("CREATE TEMP TABLE x(a)", SqliteAction.CreateTemporaryTable)]
    [InlineData("CREATE VIRTUAL TABLE x USING fts5(a)", SqliteAction.CreateVirtualTable)]
    [InlineData("ANALYZE", SqliteAction.Analyze)]
    [InlineData("BEGIN", SqliteAction.Transaction)]
    [InlineData("SAVEPOINT s", SqliteAction.Savepoint)]
    [InlineData("SELECT load_extension('x')", SqliteAction.Function)]
    [InlineData("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n LIMIT 1", SqliteAction.Recursive)]
    [InlineData("DROP TABLE log", SqliteAction.DropTable)]
    [InlineData("ALTER TABLE t RENAME TO u", SqliteAction.AlterTable)]
    [InlineData("VACUUM INTO '/nowhere/x.db'", SqliteAction.Attach)]
    public void Deny_OfAnAction_RefusesTheStatement(string sql, SqliteAction action)
    {
        Authorize(access => access.Action == action ? SqliteVerdict.Deny : SqliteVerdict.Allow);

        var fault = Assert.Throws<SqliteException>(() => _connection.Execute(sql));

        // SQLite has no code of its own for a denied function.
        var code = action == SqliteAction.Function ? SqliteCode.Error : SqliteCode.Authorization;
        Assert.Equal((code, SqliteFault.Statement), (fault.Code, fault.Fault));
        Assert.Matches("not authorized|authorization denied", fault.Message);
    }

    [Fact]
    public void Ignore_OfAColumn_ReadsAsNull()
    {
        Authorize(access => access.Second == "secret" ? SqliteVerdict.Ignore : SqliteVerdict.Allow);

        Assert.Null(_connection.QueryText("SELECT secret FROM t"));
    }

    [Fact]
    public void Cached_BeforeTheAuthorizer_IsAskedAnew()
    {
        Assert.Equal("hidden", _connection.QueryText("SELECT secret FROM t"));
        using var held = _connection.PrepareOwned("SELECT secret FROM t");
        Authorize(access => access.Second == "secret" ? SqliteVerdict.Deny : SqliteVerdict.Allow);

        Assert.Throws<SqliteException>(() => _connection.QueryText("SELECT secret FROM t"));
        Assert.Equal(SqliteCode.Authorization, Assert.Throws<SqliteException>(() => held.Step()).Code);
    }

    [Fact]
    public void Trusted_WhateverIsDenied_IsExemptAlsoWhenPreparedAnew()
    {
        Authorize(_ => SqliteVerdict.Deny);
        using var trusted = _connection.PrepareTrusted("SELECT count(*) FROM t");
        Assert.True(trusted.Step());
        trusted.Reset();
        _connection.Authorizer = null;
        _connection.Execute("CREATE TABLE more(a)");
        Authorize(_ => SqliteVerdict.Deny);

        Assert.True(trusted.Step());
        trusted.Reset();
        _connection.Begin();
        _connection.Savepoint();
        _connection.ReleaseSavepoint();
        _connection.Commit();
        Assert.Empty(_connection.QuickCheck());
        Assert.Empty(_asked);
        Assert.Throws<SqliteException>(() => _connection.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Exception_InTheAuthorizer_IsThrownFromThePreparing()
    {
        Authorize(_ => throw new InvalidDataException("from the authorizer"));

        Assert.Equal("from the authorizer", Assert.Throws<InvalidDataException>(() => _connection.Prepare("SELECT 1")).Message);

        _connection.Authorizer = null;
        Assert.Equal(1, _connection.QueryInt64("SELECT 1"));
    }

    private void Authorize(Func<SqliteAccess, SqliteVerdict> rule) => _connection.Authorizer = (in access) =>
    {
        _asked.Add(access);
        return rule(access);
    };
}
