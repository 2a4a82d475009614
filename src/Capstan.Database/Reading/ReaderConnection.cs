using System.Security.Cryptography;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Reading;

/// <summary>One read-only connection of the pool, which holds one state at a time. For one read at a time.</summary>
internal sealed class ReaderConnection : IDisposable
{
    private const int MostKept = 256;

    private readonly SqliteReaderSettings _settings;
    private readonly SqliteConnection _connection;
    private readonly SqliteDeadline _deadline;
    private readonly SqliteStatement _meta;
    private readonly ReaderAuthorizer _authorizer = new();
    private readonly Dictionary<string, SqliteStatement> _kept = new(StringComparer.Ordinal);
    private Lsn _applied;

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

    /// <summary>Takes hold of the state of now, and of its LSN.</summary>
    /// <exception cref="SqliteException">The environment failed.</exception>
    /// <exception cref="InvalidDataException">The copy does not say how far it has come.</exception>
    public void Begin()
    {
        _connection.Begin();
        // The first read is what fixes the state (sqlite.org/isolation.html).
        _applied = Applied();
    }

    /// <summary>Lets go of it.</summary>
    /// <exception cref="SqliteException">The environment failed.</exception>
    public void End()
    {
        if (!_connection.IsAutocommit)
            _connection.Rollback();
    }

    /// <summary>Carries out a read on the state that is held.</summary>
    /// <exception cref="SqliteException">The environment failed, or the read was interrupted.</exception>
    public Answer Read(ReadQuery query)
    {
        if (_applied < query.MinLsn)
            return Answer.Fault(AnswerCode.NotYet, _applied, $"This copy has applied {_applied}, and the read asks for {query.MinLsn}.");
        _deadline.Start(TimeSpan.FromMilliseconds(Math.Max(1, query.TimeoutMilliseconds)));
        try
        {
            return Read(query, _applied);
        }
        finally
        {
            _deadline.Stop();
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
        if (!_kept.TryGetValue(request.Sql, out var statement))
            _kept.Add(request.Sql, statement = Prepare(request.Sql));
        try
        {
            SqlBinding.Bind(statement, request.Parameters);
            results.Run(statement, asObjects);
            results.AddRead();
        }
        finally
        {
            statement.Reset();
            statement.ClearBindings();
        }
    }

    private SqliteStatement Prepare(string sql)
    {
        ForgetIfMany();
        if (sql == SchemaQuery.Sql)
            return _connection.PrepareTrusted(sql);
        var kind = SqlGate.KindOf(System.Text.Encoding.UTF8.GetBytes(sql));
        if (kind is SqlKind.Control or SqlKind.Create or SqlKind.Alter or SqlKind.Drop)
            throw new OperationFaultException(AnswerCode.Forbidden, "A read may only SELECT.");
        var statement = _connection.PrepareOwned(sql);
        if (statement.IsReadOnly)
            return statement;
        statement.Dispose();
        throw new OperationFaultException(AnswerCode.Forbidden, "A read may not change anything.");
    }

    private void ForgetIfMany()
    {
        if (_kept.Count < MostKept)
            return;
        foreach (var old in _kept.Values)
            old.Dispose();
        _kept.Clear();
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
