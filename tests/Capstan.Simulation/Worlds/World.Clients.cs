using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Workers;
using Capstan.Testing.Databases;

namespace Capstan.Simulation.Worlds;

/// <summary>Clients and the front, and the leader's end of the queue.</summary>
internal sealed partial class World
{
    private const int Patience = 9_000;

    private int _requests;
    private int _values;

    private void NewWrite(string prefix, bool endsTakers = false, WriteIntent? given = null)
    {
        var isKeyed = _chance.Percent(40);
        var intent = given ?? new WriteIntent { Request = default, Body = NewOperation(prefix.Length > 0).Encode(), Deadline = 0 };
        intent = intent with
        {
            Request = new RequestId($"{(prefix.Length > 0 ? prefix : isKeyed ? "key" : "id")}-{++_requests}"),
            IsKeyed = isKeyed,
            Deadline = QueueClock + _chance.Between(1000, Patience),
        };
        _ledger.Asked(new Request(intent, endsTakers));
        _queue.Publish(intent, endsTakers);
    }

    private Operation NewOperation(bool crashes)
    {
        var statements = new List<SqlStatement> { NewStatement() };
        if (_chance.Percent(15))
            statements.Add(NewStatement());
        if (crashes)
            statements.Add(new SqlStatement { Sql = KeyValueSql.Crash });
        if (!_plan.HasSchema && _chance.Percent(20))
            return new Operation { MayDefine = true, Statements = [new SqlStatement { Sql = _chance.Percent(80) ? KeyValueSql.Create : KeyValueSql.Drop }] };
        return _chance.Percent(2) ? new Operation { Kind = OperationKind.Clear } : new Operation { Statements = statements };
    }

    private SqlStatement NewStatement()
    {
        var key = new SqlParameter(null, SqlValue.Of("k" + _chance.Below(6)));
        var value = new SqlParameter(null, SqlValue.Of(_chance.Percent(5) ? -1 : ++_values));
        return _chance.Below(10) switch
        {
            < 4 => new SqlStatement { Sql = KeyValueSql.Upsert, Parameters = [key, value] },
            < 6 => new SqlStatement { Sql = KeyValueSql.Insert, Parameters = [key, value] },
            6 => new SqlStatement { Sql = KeyValueSql.Add, Parameters = [key, value], ExpectsRows = _chance.Percent(50) },
            7 => new SqlStatement { Sql = KeyValueSql.Delete, Parameters = [key] },
            8 => new SqlStatement { Sql = KeyValueSql.Stamp, Parameters = [key] },
            _ => new SqlStatement { Sql = KeyValueSql.Select, Parameters = [key] },
        };
    }

    /// <summary>A client that got no answer, or lost it, asks again under the same key; sometimes with another body.</summary>
    private void Retry()
    {
        if (_chance.OneOf([.. _ledger.Requests.Where(request => request.Intent.IsKeyed)]) is not { } request)
            return;
        var intent = request.Intent with { Deadline = QueueClock + Patience };
        _queue.Publish(_chance.Percent(5) ? intent with { Body = NewOperation(false).Encode() } : intent, request.EndsTakers);
        Tally.Add("retries");
    }

    /// <summary>The queue has a message twice: a publisher's confirm was lost.</summary>
    private void Duplicate()
    {
        if (_chance.OneOf(_ledger.Requests) is not { } request)
            return;
        _queue.Publish(request.Intent, request.EndsTakers);
        Tally.Add("duplicates");
    }

    private void TakeWrites(Life life)
    {
        if (life.Inbox.Count == 0)
            return;
        var batch = life.Inbox[0];
        life.Inbox.RemoveAt(0);
        if (_plan.Theme == Plan.Beside && batch.Find(delivery => !delivery.IsDead && _ledger.WasRefused(delivery.Intent.Request)) is { } again)
            throw new ViolationException("poison-again", $"{again.Intent.Request} was refused, and is given to {life} all the same");
        if (batch.Any(delivery => !delivery.IsDead && _ledger.EndsTakers(delivery.Intent.Request)))
        {
            Tally.Add("ends while taking");
            if (_chance.Percent(50))
                Drive(life, now => life.Core.OnWrites([.. batch.TakeWhile(delivery => !_ledger.EndsTakers(delivery.Intent.Request))], now));
            if (life.IsAlive)
                Exit(life, "a write ended it");
            return;
        }

        Drive(life, now => life.Core.OnWrites(batch, now));
    }

    /// <summary>An answer and the acknowledgement, each of which may get lost.</summary>
    private void Answer(Life life, WriteDelivery delivery, Answer answer)
    {
        Say(() => $"{life} answers {delivery.Intent.Request}: {answer.Code} at {answer.Lsn}");
        Tally.Add("answers: " + answer.Code);
        if (_plan.Theme == Plan.Beside && answer.Code == AnswerCode.Poison && !_ledger.EndsTakers(delivery.Intent.Request))
            throw new ViolationException("innocent-refused", $"{delivery.Intent.Request} ends nobody and is refused");
        var arrives = _queue.Held(life, delivery.Tag) is null ? _chance.Percent(50) : _isHealing || _chance.Percent(90);
        if (arrives)
            _ledger.Told(delivery.Intent.Request, answer, QueueClock);
        if (_isHealing || _chance.Percent(98))
            _queue.Acknowledge(life, delivery.Tag);
        else
            Requeue(life);
    }

    /// <summary>What a leader does that trusts the publisher's confirm.</summary>
    private void AnswerConfirmed(Life life, IReadOnlyList<LogRecord> records)
    {
        foreach (var record in records.Where(record => record.Kind == RecordKind.Operation))
        {
            if (_queue.Writes.FirstOrDefault(write => write.Holder == life && write.Intent.Request == record.Request) is not { } write)
                continue;
            _ledger.Told(record.Request, new Answer(AnswerCode.Ok, record.Lsn, default), QueueClock);
            _queue.Acknowledge(life, write.Tag);
        }
    }

    private void PublishRestore() => PublishFile(
        [NewStatement(), NewStatement(), NewStatement()], digest => (RecordKind.Restore, new RestoreBody(digest, 1).Encode()));

    /// <summary>Rows of new keys; sometimes with one that may be there already, and then all of them are refused.</summary>
    private void PublishImport()
    {
        var rows = Enumerable.Range(0, 3).Select(_ => NewRow("i" + ++_values)).ToList();
        if (_chance.Percent(40))
            rows.Add(NewRow("k" + _chance.Below(6)));
        PublishFile(rows, digest => (RecordKind.Import, new ImportBody(digest, 1, MayDefine: _chance.Percent(50)).Encode()));
    }

    private SqlStatement NewRow(string key) =>
        new() { Sql = KeyValueSql.Insert, Parameters = [new SqlParameter(null, SqlValue.Of(key)), new SqlParameter(null, SqlValue.Of(++_values))] };

    private void PublishFile(IReadOnlyList<SqlStatement> rows, Func<Digest, (RecordKind Kind, byte[] Body)> record)
    {
        var disk = new MemoryDisk();
        var store = disk.Open(isDurable: true);
        var first = new LogRecord { Kind = RecordKind.Operation, Epoch = Epoch.None, LogTime = 1 };
        store.Begin();
        store.Tables.Execute(first, new Operation { MayDefine = true, Statements = [new SqlStatement { Sql = KeyValueSql.Create }] });
        store.Tables.Execute(first, new Operation { Statements = rows });
        store.Commit(new Database.Applying.StoreMeta());
        var digest = Digest.Of(BitConverter.GetBytes(_chance.Long()));
        _files.Write(digest.ToString(), disk.Committed);
        var (kind, body) = record(digest);
        NewWrite("", given: new WriteIntent { Request = default, Kind = kind, Body = body, Deadline = 0 });
    }
}
