using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Applying;

/// <summary>What every <see cref="IReplicaStore"/> keeps: the twin and the SQLite one pass the same tests.</summary>
public abstract partial class StoreContract : IDisposable
{
    private readonly IStoreFixture _fixture;
    private IReplicaStore _store;
    private long _lsn;

    protected StoreContract(IStoreFixture fixture)
    {
        _fixture = fixture;
        _store = fixture.Open();
    }

    public void Dispose()
    {
        _fixture.Dispose();
        GC.SuppressFinalize(this);
    }

    private LogRecord NextRecord(long logTime = 1_700_000_000_000) => Records.Operation(++_lsn, logTime);

    private void Reopen()
    {
        _fixture.Crash();
        _store = _fixture.Open();
    }

    /// <summary>One record of its own transaction.</summary>
    private Answer Apply(Operation operation, long logTime = 1_700_000_000_000)
    {
        var record = NextRecord(logTime);
        _store.Begin();
        var answer = _store.Tables.Execute(record, operation);
        _store.Commit(_store.Meta with { Applied = record.Lsn });
        return answer;
    }

    private Answer Apply(string sql, params object?[] values) => Apply(Records.Of(Records.Statement(sql, values)));

    private Answer Rows() => Apply(KeyValueSql.SelectAll);

    private void CreateTable() => Assert.True(Apply(Records.Of(Records.Statement(KeyValueSql.Create)) with { MayDefine = true }).IsOk);
}
