namespace Capstan.Sqlite.Tests.Hooks;

public sealed class HookTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private readonly SqliteConnection _connection = SqliteConnection.OpenMemory();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Progress_ThatSaysEnd_InterruptsTheStatement()
    {
        var calls = 0;
        _connection.SetProgress(() => ++calls == 5, 100);

        var fault = Assert.Throws<SqliteException>(() => _connection.Execute(Endless));

        Assert.Equal((SqliteCode.Interrupt, SqliteFault.Environment, 5), (fault.Code, fault.Fault, calls));
        _connection.SetProgress(null);
        Assert.Equal(1, _connection.QueryInt64("SELECT 1"));
    }

    [Fact]
    public void Progress_ThatThrows_EndsTheStatementWithIt()
    {
        _connection.SetProgress(() => throw new InvalidDataException("from the handler"), 100);

        Assert.Throws<InvalidDataException>(() => _connection.Execute(Endless));
    }

    [Fact]
    public void Deadline_OverAndNotOver_EndsAndLetsRun()
    {
        var clock = new StepClock();
        var deadline = new SqliteDeadline(clock);
        _connection.SetProgress(deadline.HasPassed, 100);
        deadline.Start(TimeSpan.FromMilliseconds(500));

        Assert.Equal(SqliteCode.Interrupt, Assert.Throws<SqliteException>(() => _connection.Execute(Endless)).Code);

        Assert.Equal(500, clock.Reads - 1);
        deadline.Stop();
        Assert.False(deadline.HasPassed());
        Assert.Equal(10_000, _connection.QueryInt64(Endless.Replace("FROM n)", "FROM n LIMIT 10000)")));
    }

    [Fact]
    public void CommitHook_ThatRefuses_RollsBack()
    {
        _connection.Execute("CREATE TABLE t(a)");
        var rollbacks = 0;
        _connection.CommitHook = () => true;
        _connection.RollbackHook = () => rollbacks++;

        var fault = Assert.Throws<SqliteException>(() => _connection.Execute("INSERT INTO t VALUES (1)"));

        Assert.Equal((SqliteConstraint.CommitHook, 1), (fault.Constraint, rollbacks));
        _connection.CommitHook = () => false;
        _connection.Execute("INSERT INTO t VALUES (2)");
        Assert.Equal(2, _connection.QueryInt64("SELECT sum(a) FROM t"));
    }

    [Fact]
    public void CommitHook_ThatThrows_RollsBackAndIsThrown()
    {
        _connection.Execute("CREATE TABLE t(a)");
        _connection.Begin();
        _connection.Execute("INSERT INTO t VALUES (1)");
        _connection.CommitHook = () => throw new InvalidDataException();

        Assert.Throws<InvalidDataException>(_connection.Commit);

        Assert.True(_connection.IsAutocommit);
        Assert.Equal(0, _connection.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void RollbackHook_OnRollback_IsCalledOnceAndItsExceptionThrown()
    {
        _connection.Execute("CREATE TABLE t(a)");
        _connection.RollbackHook = () => throw new InvalidDataException();
        _connection.Begin();
        _connection.Execute("INSERT INTO t VALUES (1)");

        Assert.Throws<InvalidDataException>(_connection.Rollback);

        Assert.True(_connection.IsAutocommit);
        _connection.RollbackHook = null;
    }

    [Fact]
    public void ExceptionInAHandler_InsideATransaction_LeavesItToTheCaller()
    {
        _connection.Execute("CREATE TABLE t(a)");
        _connection.Begin();
        _connection.Execute("INSERT INTO t VALUES (1)");
        _connection.ChangeHandler = (in _) => throw new InvalidDataException();
        Assert.Throws<InvalidDataException>(() => _connection.Execute("INSERT INTO t VALUES (2)"));

        Assert.False(_connection.IsAutocommit);
        _connection.Rollback();
        Assert.Equal(0, _connection.QueryInt64("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Deadline_OfAllTime_NeverPasses()
    {
        var deadline = new SqliteDeadline(new StepClock());
        deadline.Start(TimeSpan.MaxValue);

        Assert.False(deadline.HasPassed());
        deadline.Start(TimeSpan.Zero);
        Assert.True(deadline.HasPassed());
    }

    [Fact]
    public void Dispose_WithATransactionOpenAndHooksSet_Closes()
    {
        var connection = SqliteConnection.OpenMemory();
        connection.Execute("CREATE TABLE t(a)");
        connection.RollbackHook = () => throw new InvalidDataException();
        connection.Begin();
        connection.Execute("INSERT INTO t VALUES (1)");

        connection.Dispose();

        Assert.False(connection.IsOpen);
    }

    /// <summary>A clock that moves a millisecond with each look.</summary>
    private sealed class StepClock : TimeProvider
    {
        public long Reads { get; private set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Reads++;
    }
}
