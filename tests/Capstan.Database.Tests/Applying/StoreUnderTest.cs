using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Applying;

/// <summary>A SQLite store in a folder of its own, with short words for what tests do to it.</summary>
internal sealed class StoreUnderTest : IDisposable
{
    private readonly TempFolder _folder = new();

    public StoreUnderTest()
        : this(new SqliteStoreOptions())
    {
    }

    public StoreUnderTest(SqliteStoreOptions options) => Store = SqliteReplicaStore.Open(Folder, options).Store;

    public SqliteReplicaStore Store { get; private set; }

    public string Folder => _folder.PathOf("copy");

    public string File => Path.Combine(Folder, SqliteStoreOptions.FileName);

    public long Lsn { get; private set; }

    public string PathOf(string name) => _folder.PathOf(name);

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    public LogRecord Next(long logTime = 1_700_000_000_000) => Records.Operation(++Lsn, logTime);

    public Answer Apply(Operation operation, long logTime = 1_700_000_000_000)
    {
        var record = Next(logTime);
        Store.Begin();
        var answer = Store.Tables.Execute(record, operation);
        Store.Commit(MetaAfter(record));
        return answer;
    }

    /// <summary>What a copy says of itself when a record was the only one of its message.</summary>
    public StoreMeta MetaAfter(LogRecord record) => Store.Meta with
    {
        ScanLsn = record.Lsn,
        Applied = record.Lsn,
        Chain = record.Hash,
        ScanChain = record.Hash,
        Position = new LogPosition(record.Lsn.Value),
        PositionDigest = record.Hash,
        LogTime = record.LogTime,
    };

    public Answer Apply(string sql, params object?[] values) => Apply(Records.Of(Records.Statement(sql, values)));

    public Answer Define(string sql) => Apply(Records.Of(Records.Statement(sql)) with { MayDefine = true });

    public void Must(string sql, params object?[] values) => Ok(Apply(sql, values));

    public void MustDefine(params string[] statements)
    {
        foreach (var sql in statements)
            Ok(Define(sql));
    }

    /// <summary>The rows of a query as JSON.</summary>
    public string Rows(string sql)
    {
        var text = Records.Text(Apply(sql));
        var start = text.IndexOf("\"rows\":", StringComparison.Ordinal);
        return start < 0 ? text : text[(start + 7)..^2];
    }

    /// <summary>Closes the copy and opens it again.</summary>
    public string? Reopen(SqliteStoreOptions? options = null)
    {
        Store.Dispose();
        var opening = SqliteReplicaStore.Open(Folder, options);
        Store = opening.Store;
        return opening.Quarantined;
    }

    public void AssertHashesHold() => Assert.Equal(Store.Tables.Recompute(), Store.Tables.Hashes);

    private static void Ok(Answer answer) => Assert.True(answer.IsOk, answer.Detail);
}
