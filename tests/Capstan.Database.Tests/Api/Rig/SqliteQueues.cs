using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Database.Tests.Reading;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Api.Rig;

/// <summary>Queues with one worker behind them: the real store, applier and reader of a replica's copy, without log and election.</summary>
internal sealed class SqliteQueues : IRequestQueues, IRestoreFiles, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TempFolder _folder = new();
    private readonly SqliteReplicaStore _store;
    private readonly SqliteQueryReader _reader;
    private readonly RecordApplier _applier;
    private readonly FakeFiles _files;

    public SqliteQueues(string schema, FakeFiles files)
    {
        _files = files;
        _store = SqliteReplicaStore.Open(_folder.PathOf("copy")).Store;
        _reader = new SqliteQueryReader(_store.File, new SqliteReaderSettings(), TimeProvider.System);
        _applier = new RecordApplier(_store, this, new ApplySettings(86_400_000, 10_000));
        Script(schema);
    }

    /// <summary>Queries as they arrived.</summary>
    public List<ReadQuery> Reads { get; } = [];

    /// <summary>Writes as they arrived.</summary>
    public List<WriteIntent> Writes { get; } = [];

    /// <summary>Called for each write before it is done.</summary>
    public Func<WriteIntent, CancellationToken, Task> BeforeWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called for each read before it is done.</summary>
    public Func<ReadQuery, CancellationToken, Task> BeforeRead { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What the copy has applied.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
                return _store.Meta.Applied.Value;
        }
    }

    public async Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        await BeforeWrite(intent, cancellationToken);
        lock (_lock)
        {
            Writes.Add(intent);
            return Apply(intent.Kind, intent.Request, intent.IsKeyed, intent.Body);
        }
    }

    public async Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        await BeforeRead(query, cancellationToken);
        lock (_lock)
        {
            Reads.Add(query);
            if (query.MinLsn > _store.Meta.Applied)
                return Answer.Fault(AnswerCode.NotYet, _store.Meta.Applied, "Nobody has come so far.");
        }

        return _reader.Read(query, cancellationToken);
    }

    /// <summary>Runs SQL behind the API's back.</summary>
    public void Script(string sql)
    {
        lock (_lock)
        {
            var operation = new Operation { Kind = OperationKind.Schema, Statements = [new SqlStatement { Sql = sql }] };
            var answer = Apply(RecordKind.Operation, new RequestId(Guid.NewGuid().ToString("N")), isKeyed: false, operation.Encode());
            Assert.True(answer.IsOk, answer.Detail);
        }
    }

    /// <summary>The only value of a query.</summary>
    public string? Value(string sql)
    {
        using var database = SqliteConnection.Open(_store.File, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        using var statement = database.PrepareOwned(sql);
        return statement.Step() ? statement.GetText(0) : null;
    }

    /// <summary>Schema and rows of all user tables as one text.</summary>
    public string Dump()
    {
        using var database = SqliteConnection.Open(_store.File, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        var text = Rows(database, "SELECT name, sql FROM sqlite_schema ORDER BY name");
        foreach (var table in _store.Tables.Hashes.Keys.Order())
            text += $"\n{table}\n" + Rows(database, $"SELECT * FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return text;
    }

    public string PathOf(Digest digest)
    {
        var path = _folder.PathOf(digest + ".db");
        File.WriteAllBytes(path, _files.Kept[digest]);
        return path;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private Answer Apply(RecordKind kind, RequestId request, bool isKeyed, ReadOnlyMemory<byte> body)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var record = new LogRecord
        {
            Kind = kind,
            Epoch = new Epoch(1),
            Lsn = _store.Meta.Applied.Next,
            LogTime = now,
            Request = request,
            IsKeyed = isKeyed,
            Deadline = now + 9_000,
            BodyHash = Digest.Of(body.Span),
            Seed = 7,
            Body = body,
        };
        _store.Begin();
        var answer = _applier.Apply(record, isSkipped: false)!;
        _store.Commit(_store.Meta with { Applied = record.Lsn, ScanLsn = record.Lsn, LogTime = now });
        return answer;
    }

    private static string Rows(SqliteConnection database, string sql)
    {
        using var statement = database.PrepareOwned(sql);
        var text = "";
        while (statement.Step())
            text += "\n  " + string.Join('|', Enumerable.Range(0, statement.ColumnCount).Select(i => statement.GetText(i)));
        return text;
    }
}
