using System.Security.Cryptography;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Reading;

/// <summary>One read-only connection of the pool. For one read at a time.</summary>
internal sealed class ReaderConnection : IDisposable
{
    private readonly SqliteReaderSettings _settings;
    private readonly SqliteConnection _connection;
    private readonly SqliteDeadline _deadline;
    private readonly SqliteStatement _meta;
    private readonly ReaderAuthorizer _authorizer = new();

    /// <summary>Opens it.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public ReaderConnection(string file, SqliteReaderSettings settings, TimeProvider time)
    {
        _settings = settings;
        _connection = SqliteConnection.Open(file, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly, Limits = Limits(settings), BusyTimeout = TimeSpan.FromSeconds(1) });
        _connection.Execute("PRAGMA query_only = ON");
        _connection.Execute("PRAGMA temp_store = MEMORY");
        _connection.Execute($"PRAGMA cache_size = -{settings.CacheKilobytes}");
        _connection.Execute("PRAGMA mmap_size = 0");
        // Random to readers, not reproducible from what they see, and as long as the writer's may be.
        _connection.CreateFunction("random", 0, Random, SqliteFunctionFlags.Innocuous);
        _connection.CreateFunction("randomblob", 1, RandomBlob, SqliteFunctionFlags.Innocuous);
        _meta = _connection.PrepareTrusted(SavedMeta.Query);
        _connection.Authorizer = _authorizer.Judge;
        _deadline = new SqliteDeadline(time);
        _connection.SetProgress(_deadline.HasPassed);
    }

    /// <summary>Ends the read under way, if any. From any thread.</summary>
    public void Interrupt() => _connection.Interrupt();

    /// <summary>Carries out a read in one transaction, which its LSN is read in too.</summary>
    /// <exception cref="SqliteException">The environment failed, or the read was interrupted.</exception>
    public Answer Read(ReadQuery query)
    {
        _deadline.Start(TimeSpan.FromMilliseconds(Math.Max(1, query.TimeoutMilliseconds)));
        _connection.Begin();
        try
        {
            var applied = Applied();
            return applied < query.MinLsn
                ? Answer.Fault(AnswerCode.NotYet, applied, $"This copy has applied {applied}, and the read asks for {query.MinLsn}.")
                : Read(query, applied);
        }
        finally
        {
            _deadline.Stop();
            _connection.Rollback();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private Answer Read(ReadQuery query, Lsn applied)
    {
        try
        {
            var results = new ResultWriter(query.MaxRows, _settings.AnswerBytes);
            foreach (var statement in query.Statements)
                Run(statement, query.Shape == RowShape.Objects, results);
            return new Answer(AnswerCode.Ok, applied, results.Body);
        }
        catch (OperationFaultException fault)
        {
            return Answer.Fault(fault.Code, applied, fault.Message);
        }
        catch (SqliteException fault) when (fault.Code == SqliteCode.Interrupt && _deadline.HasPassed())
        {
            return Answer.Fault(AnswerCode.Timeout, applied, $"The read took longer than {query.TimeoutMilliseconds} ms.");
        }
        catch (SqliteException fault) when (StoreFaults.CodeOf(fault) is { } code)
        {
            return Answer.Fault(fault.Code == SqliteCode.Error && _authorizer.HasRefused ? AnswerCode.Forbidden : code, applied, fault.Message);
        }
    }

    private void Run(SqlStatement request, bool asObjects, ResultWriter results)
    {
        _authorizer.HasRefused = false;
        using var statement = Prepare(request.Sql);
        if (!statement.IsReadOnly)
            throw new OperationFaultException(AnswerCode.Forbidden, "A read may not change anything.");
        SqlBinding.Bind(statement, request.Parameters);
        results.Run(statement, asObjects);
        results.AddRead();
    }

    private SqliteStatement Prepare(string sql)
    {
        if (sql == SchemaQuery.Sql)
            return _connection.PrepareTrusted(sql);
        var kind = SqlGate.KindOf(System.Text.Encoding.UTF8.GetBytes(sql));
        if (kind is SqlKind.Control or SqlKind.Create or SqlKind.Alter or SqlKind.Drop)
            throw new OperationFaultException(AnswerCode.Forbidden, "A read may only SELECT.");
        return _connection.Prepare(sql);
    }

    private Lsn Applied()
    {
        try
        {
            return _meta.Step() ? SavedMeta.Decode(_meta.GetBlob(0).ToArray()).Applied : Lsn.None;
        }
        finally
        {
            _meta.Reset();
        }
    }

    private static Dictionary<SqliteLimit, int> Limits(SqliteReaderSettings settings) => new()
    {
        [SqliteLimit.Length] = settings.ValueBytes,
        [SqliteLimit.SqlLength] = settings.SqlBytes,
        [SqliteLimit.ExpressionDepth] = settings.ExpressionDepth,
        [SqliteLimit.CompoundSelect] = settings.CompoundTerms,
        [SqliteLimit.LikePatternLength] = settings.PatternBytes,
        [SqliteLimit.Attached] = 0,
        [SqliteLimit.WorkerThreads] = 0,
    };

    private static void Random(in SqliteFunctionCall call)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        call.Return(BitConverter.ToInt64(bytes));
    }

    private static void RandomBlob(in SqliteFunctionCall call)
    {
        var length = Math.Clamp(call[0].Int64, 1, RecordChance.MaxBlob);
        call.ReturnBlob(RandomNumberGenerator.GetBytes((int)length));
    }
}
