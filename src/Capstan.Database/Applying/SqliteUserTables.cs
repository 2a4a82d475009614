using System.Text;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>The users' tables in a copy's file: carries out operations as protocol section 2 has it.</summary>
internal sealed class SqliteUserTables : IUserTables
{
    private static readonly byte[] Nothing = "[]"u8.ToArray();

    private readonly SqliteReplicaStore _store;
    private readonly SqliteConnection _connection;
    private readonly TableHashes _hashes;
    private readonly RecordChance _chance;
    private readonly StepLimit _limit;
    private readonly StatementRunner _runner;
    private readonly SqliteStatement _forgetChanges;

    public SqliteUserTables(SqliteReplicaStore store, SqliteConnection connection, TableHashes hashes, RecordChance chance)
    {
        _store = store;
        _connection = connection;
        _hashes = hashes;
        _chance = chance;
        _limit = new StepLimit(connection);
        _runner = new StatementRunner(connection, _limit);
        _forgetChanges = connection.PrepareTrusted("DELETE FROM _meta WHERE 0");
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, Digest> Hashes
    {
        get
        {
            _store.ThrowIfDisposed();
            return _hashes.Tables.ToDictionary(table => table.Key, table => table.Value.Hash, StringComparer.Ordinal);
        }
    }

    /// <inheritdoc />
    public Answer Execute(LogRecord record, Operation operation) => Effect(record, () => operation.Kind switch
    {
        OperationKind.Clear => Clear(),
        OperationKind.Schema => Schema(operation),
        _ => Statements(operation),
    });

    /// <inheritdoc />
    public Answer Load(LogRecord record, string file) => Effect(record, () =>
    {
        new RestoreFile(_connection, _hashes, _runner).Load(file);
        return Nothing;
    });

    /// <inheritdoc />
    public Answer Import(LogRecord record, string file, bool mayDefine) => Effect(
        record, () => new ImportFile(_connection, _hashes, _runner, _limit).Load(file, mayDefine));

    /// <inheritdoc />
    public IReadOnlyDictionary<string, Digest> Recompute()
    {
        _store.ThrowIfDisposed();
        try
        {
            return _hashes.Recompute();
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    private Answer Effect(LogRecord record, Func<byte[]> work)
    {
        _store.RequireTransaction();
        try
        {
            var body = Try(record, work);
            _store.Keep(() => Try(record, work));
            return new Answer(AnswerCode.Ok, record.Lsn, body);
        }
        catch (Exception fault) when (_hashes.Refusal is { } refusal && IsAnswer(fault))
        {
            Undo();
            return Answer.Fault(AnswerCode.Constraint, record.Lsn, refusal);
        }
        catch (OperationFaultException fault)
        {
            Undo();
            return Answer.Fault(fault.Code, record.Lsn, fault.Message);
        }
        catch (SqliteException fault) when (_limit.IsExceeded && fault.Code == SqliteCode.Interrupt)
        {
            Undo();
            return Answer.Fault(AnswerCode.TooLarge, record.Lsn, $"The operation takes more than {StepLimit.Most} steps.");
        }
        catch (SqliteException fault) when (StoreFaults.CodeOf(fault) is { } code)
        {
            Undo();
            return Answer.Fault(fault.Code == SqliteCode.Error && _runner.HasRefused ? AnswerCode.Forbidden : code, record.Lsn, fault.Message);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    private bool IsAnswer(Exception fault) => fault switch
    {
        OperationFaultException => true,
        SqliteException native => StoreFaults.CodeOf(native) is not null || (_limit.IsExceeded && native.Code == SqliteCode.Interrupt),
        _ => false,
    };

    private byte[] Try(LogRecord record, Func<byte[]> work)
    {
        _chance.Begin(record);
        _forgetChanges.Execute();
        _connection.LastInsertRowId = 0;
        _limit.Begin();
        _hashes.Begin();
        _connection.Savepoint();
        var body = work();
        if (_connection.HasDeferredViolations)
            throw new OperationFaultException(AnswerCode.ForeignKey, "FOREIGN KEY constraint failed");
        if (_hashes.Refusal is { } refusal)
            throw new OperationFaultException(AnswerCode.Constraint, refusal);
        _connection.ReleaseSavepoint();
        return body;
    }

    private void Undo()
    {
        if (_connection.IsAutocommit)
        {
            _store.Redo();
            return;
        }

        SqliteReplicaStore.Guard(_connection.UndoSavepoint);
        _hashes.Undo();
    }

    private byte[] Statements(Operation operation)
    {
        var results = new ResultWriter(StatementRunner.MostRows, StatementRunner.MostBytes);
        _runner.Begin();
        foreach (var statement in operation.Statements)
            _runner.Run(statement, operation.MayDefine, results);
        RefreshIfDefined();
        return results.Body;
    }

    private byte[] Schema(Operation operation)
    {
        _runner.Begin();
        foreach (var script in operation.Statements)
            _runner.RunScript(Encoding.UTF8.GetBytes(script.Sql));
        RefreshIfDefined();
        return Nothing;
    }

    private void RefreshIfDefined()
    {
        if (!_runner.HasDefined)
            return;
        SchemaGuard.Check(_connection);
        _hashes.Refresh(_runner.Defined);
    }

    private byte[] Clear()
    {
        _hashes.IsWatching = false;
        _connection.EnforceForeignKeys(false);
        _connection.FireTriggers(false);
        try
        {
            foreach (var table in _hashes.Tables.Keys)
            {
                using var delete = _connection.PrepareTrusted($"DELETE FROM {SqlNames.Quote(table)}");
                delete.Execute();
            }
        }
        finally
        {
            _connection.FireTriggers(true);
            _connection.EnforceForeignKeys(true);
            _hashes.IsWatching = true;
        }

        _hashes.Clear();
        return Nothing;
    }
}
