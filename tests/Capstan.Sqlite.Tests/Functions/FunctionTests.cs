using System.Runtime.CompilerServices;

namespace Capstan.Sqlite.Tests.Functions;

public sealed class FunctionTests : IDisposable
{
    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Arguments_OfEachType_AreReadAndReturned()
    {
        _connection.CreateFunction("same", 1, (in call) =>
        {
            var value = call[0];
            switch (value.Type)
            {
                case SqliteType.Integer: call.Return(value.Int64); break;
                case SqliteType.Real: call.Return(value.Double); break;
                case SqliteType.Text: call.ReturnText(value.Text); break;
                case SqliteType.Blob: call.ReturnBlob(value.Blob); break;
                default: call.ReturnNull(); break;
            }
        }, SqliteFunctionFlags.Deterministic);

        foreach (var literal in new[] { "-9223372036854775808", "0.25", "'t' || char(0) || 'ä'", "''", "x''", "x'00ff'", "NULL" })
        {
            Assert.Equal(1, _connection.QueryInt64($"SELECT same({literal}) IS ({literal})"));
            Assert.Equal(1, _connection.QueryInt64($"SELECT typeof(same({literal})) = typeof({literal})"));
        }
    }

    [Fact]
    public void Random_Overridden_IsOursInDefaultsToo()
    {
        long next = 7;
        _connection.CreateFunction("random", 0, (in call) => call.Return(next++), SqliteFunctionFlags.Innocuous);
        _connection.CreateFunction("randomblob", 1, (in call) => call.ReturnBlob(new byte[call[0].Int64]), SqliteFunctionFlags.Innocuous);
        _connection.ExecuteScript("CREATE TABLE t(a, r DEFAULT (random()), b DEFAULT (hex(randomblob(2))))"u8);
        _connection.Execute("INSERT INTO t(a) VALUES (1), (2)");

        Assert.Equal("7,8", _connection.QueryText("SELECT group_concat(r) FROM t"));
        Assert.Equal("0000", _connection.QueryText("SELECT b FROM t"));
        Assert.Equal(9, _connection.QueryInt64("SELECT random()"));
    }

    [Fact]
    public void Function_NotInnocuous_IsRefusedInTheSchema()
    {
        _connection.CreateFunction("mine", 0, (in call) => call.Return(1L));
        _connection.Execute("CREATE TABLE t(a, b DEFAULT (mine()))");

        Assert.Equal(1, _connection.QueryInt64("SELECT mine()"));
        var fault = Assert.Throws<SqliteException>(() => _connection.Execute("INSERT INTO t(a) VALUES (1)"));
        Assert.Equal((SqliteCode.Error, SqliteFault.Statement), (fault.Code, fault.Fault));
        Assert.Contains("unsafe use of mine", fault.Message);
    }

    [Fact]
    public void Function_Deterministic_MayStandInAnIndex()
    {
        _connection.CreateFunction("half", 1, (in call) => call.Return(call[0].Int64 / 2), SqliteFunctionFlags.Deterministic | SqliteFunctionFlags.Innocuous);
        _connection.CreateFunction("chance", 0, (in call) => call.Return(4L), SqliteFunctionFlags.Innocuous);
        _connection.ExecuteScript("CREATE TABLE t(a, g AS (half(a)) STORED); CREATE INDEX i ON t(half(a)); INSERT INTO t VALUES (10)"u8);

        Assert.Equal(5, _connection.QueryInt64("SELECT g FROM t WHERE half(a) = 5"));
        Assert.Throws<SqliteException>(() => _connection.Execute("CREATE INDEX j ON t(chance())"));
    }

    [Fact]
    public void Fail_WithAMessage_IsTheStatementsFault()
    {
        _connection.CreateFunction("changes", 0, (in call) => call.Fail("changes() is not to be had"), SqliteFunctionFlags.Innocuous);

        var fault = Assert.Throws<SqliteException>(() => _connection.QueryInt64("SELECT changes()"));

        Assert.Equal((SqliteCode.Error, SqliteFault.Statement, "changes() is not to be had"), (fault.Code, fault.Fault, fault.Message));
    }

    [Fact]
    public void Exception_InAFunction_EndsTheStatementAndIsThrown()
    {
        _connection.CreateFunction("bad", 0, (in _) => throw new InvalidDataException("from the function"));

        Assert.Equal("from the function", Assert.Throws<InvalidDataException>(() => _connection.QueryInt64("SELECT bad()")).Message);
        Assert.Equal(1, _connection.QueryInt64("SELECT 1"));
    }

    [Fact]
    public void RemoveFunction_OfAnOverride_DoesNotBringTheBuiltInBack()
    {
        _connection.CreateFunction("random", 0, (in call) => call.Return(1L));
        _connection.RemoveFunction("random", 0);

        Assert.Contains("wrong number of arguments", Assert.Throws<SqliteException>(() => _connection.QueryInt64("SELECT random()")).Message);
    }

    [Fact]
    public void RemoveFunction_OfABuiltIn_TakesItAwayHereOnly()
    {
        using var other = SqliteConnection.OpenMemory();
        _connection.RemoveFunction("total_changes", 0);

        Assert.Contains("wrong number of arguments", Assert.Throws<SqliteException>(() => _connection.QueryInt64("SELECT total_changes()")).Message);
        Assert.Equal(0, other.QueryInt64("SELECT total_changes()"));
    }

    [Fact]
    public void Function_CloseOrReplace_LetsItsDelegateGo()
    {
        var (replaced, closed) = Register();
        GC.Collect();

        Assert.False(replaced.IsAlive);
        Assert.False(closed.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Replaced, WeakReference Closed) Register()
    {
        var (first, second) = (new Counter(), new Counter());
        using var connection = SqliteConnection.OpenMemory();
        connection.CreateFunction("count", 0, first.Count);
        connection.CreateFunction("count", 0, second.Count);
        GC.Collect();
        Assert.Equal(1, connection.QueryInt64("SELECT count()"));
        return (new WeakReference(first), new WeakReference(second));
    }

    [Fact]
    public void CreateFunction_NameTooLong_IsMisuse() =>
        Assert.Equal(SqliteCode.Misuse, Assert.Throws<SqliteException>(
            () => _connection.CreateFunction(new string('f', 300), 0, (in _) => { })).Code);

    private sealed class Counter
    {
        private long _calls;

        public void Count(in SqliteFunctionCall call) => call.Return(++_calls);
    }
}
