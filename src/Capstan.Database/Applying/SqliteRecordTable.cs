using Capstan.Database.Log;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>The table <c>_log</c>.</summary>
internal sealed class SqliteRecordTable : IRecordTable
{
    /// <summary>Most records that one purge drops, so that none holds up the records that wait.</summary>
    public const int MostPurged = 10_000;

    private readonly SqliteReplicaStore _store;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _purge;

    public SqliteRecordTable(SqliteReplicaStore store, SqliteConnection connection)
    {
        _store = store;
        _find = connection.PrepareTrusted("SELECT record FROM _log WHERE lsn = ?1");
        _add = connection.PrepareTrusted("INSERT INTO _log VALUES (?1, ?2)");
        _purge = connection.PrepareTrusted("DELETE FROM _log WHERE lsn <= min(?1, (SELECT min(lsn) FROM _log) + ?2 - 1)");
    }

    /// <inheritdoc />
    public LogRecord? Find(Lsn lsn)
    {
        _store.ThrowIfDisposed();
        try
        {
            _find.BindInt64(1, lsn.Value);
            var record = _find.Step() ? RecordCodec.Decode(_find.GetBlob(0).ToArray())[0] : null;
            _find.Reset();
            return record;
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
        catch (InvalidDataException fault)
        {
            throw new StoreFailedException($"The kept record {lsn} cannot be read: {fault.Message}", fault) { IsDamage = true };
        }
    }

    /// <inheritdoc />
    public void Add(LogRecord record)
    {
        var bytes = RecordCodec.Encode([record]);
        _store.Change(() =>
        {
            _add.BindInt64(1, record.Lsn.Value);
            _add.BindBlob(2, bytes);
            _add.Execute();
        });
    }

    /// <inheritdoc />
    public void Purge(Lsn upTo) => _store.ChangeAlone(() =>
    {
        _purge.BindInt64(1, upTo.Value);
        _purge.BindInt64(2, MostPurged);
        _purge.Execute();
    });
}
