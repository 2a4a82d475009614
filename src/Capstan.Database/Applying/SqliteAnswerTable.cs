using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>The table <c>_dedupe</c>.</summary>
internal sealed class SqliteAnswerTable : IAnswerTable
{
    /// <summary>Most answers that one purge drops.</summary>
    public const int MostPurged = 10_000;

    private const int MostMissing = 4_096;

    // Only Put adds a row, so what was not found stays unknown until then, whatever is rolled back or purged. A write is looked for when the leader
    // takes it, when it is applied and when its answer is kept.
    private readonly HashSet<RequestId> _missing = [];
    private readonly SqliteReplicaStore _store;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _purge;
    private readonly KeyCount _keys;

    public SqliteAnswerTable(SqliteReplicaStore store, SqliteConnection connection)
    {
        _store = store;
        _find = connection.PrepareTrusted("SELECT keyed, body, answer, expires FROM _dedupe WHERE request = ?1");
        _put = connection.PrepareTrusted("INSERT OR REPLACE INTO _dedupe VALUES (?1, ?2, ?3, ?4, ?5)");
        _purge = connection.PrepareTrusted(
            "DELETE FROM _dedupe WHERE request IN (SELECT request FROM _dedupe WHERE expires < ?1 ORDER BY expires LIMIT ?2)");
        _keys = new KeyCount(connection);
    }

    /// <inheritdoc />
    public StoredAnswer? Find(RequestId request)
    {
        _store.ThrowIfDisposed();
        if (_missing.Contains(request))
            return null;
        try
        {
            _find.BindText(1, request.Value ?? "");
            var answer = _find.Step()
                ? new StoredAnswer(request, _find.GetInt64(0) != 0, new Digest(_find.GetBlob(1)), Answer.Decode(_find.GetBlob(2).ToArray()), _find.GetInt64(3))
                : null;
            _find.Reset();
            if (answer is null)
                Miss(request);
            return answer;
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException)
        {
            throw new StoreFailedException($"The kept answer of {request} cannot be read: {fault.Message}", fault) { IsDamage = true };
        }
    }

    /// <inheritdoc />
    public void Put(StoredAnswer answer)
    {
        _store.RequireTransaction();
        if (Find(answer.Request) is { IsKeyed: true } old)
            _keys.Remove(old.Expires);
        _missing.Remove(answer.Request);
        var encoded = answer.Answer.Encode();
        _store.Change(() =>
        {
            _put.BindText(1, answer.Request.Value ?? "");
            _put.BindInt64(2, answer.IsKeyed ? 1 : 0);
            _put.BindBlob(3, answer.BodyHash.ToArray());
            _put.BindBlob(4, encoded);
            _put.BindInt64(5, answer.Expires);
            _put.Execute();
        });
        if (answer.IsKeyed)
            _keys.Add(answer.Expires);
    }

    /// <inheritdoc />
    public long CountKeyed(long logTime)
    {
        _store.ThrowIfDisposed();
        try
        {
            return _keys.Count(logTime);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    /// <inheritdoc />
    public void Purge(long logTime)
    {
        _store.ChangeAlone(() =>
        {
            _purge.BindInt64(1, logTime);
            _purge.BindInt64(2, MostPurged);
            _purge.Execute();
        });
        _keys.Purged(logTime);
    }

    private void Miss(RequestId request)
    {
        if (_missing.Count == MostMissing)
            _missing.Clear();
        _missing.Add(request);
    }
}
