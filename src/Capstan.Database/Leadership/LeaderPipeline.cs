using System.Text;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Leadership;

/// <summary>
/// The leader's write path (protocol section 3): gives requests their LSNs, publishes them without waiting, and answers each when its
/// record was read back and applied, never before.
/// </summary>
/// <param name="store">The leader's own copy, for answers that are known.</param>
/// <param name="seed">Random numbers for the records' seeds.</param>
internal class LeaderPipeline(IReplicaStore store, Func<long> seed)
{
    /// <summary>
    /// Groups of records that may be on their way to the log and back at a time. What comes meanwhile goes together with the next one:
    /// one message, one fsync, one transaction on every worker. Two, so that the log is written while the workers apply.
    /// </summary>
    public const int MostGroups = 2;

    private readonly Dictionary<RequestId, PendingWrite> _pending = [];
    private readonly Queue<(Lsn Lsn, RequestId Request)> _order = new();
    private readonly Queue<Lsn> _groups = new();
    private List<WriteDelivery> _held = [];
    private Epoch _epoch;
    private Lsn _last;
    private Digest _tail;
    private long _logTime;

    /// <summary>Groups that may be on their way. Default <see cref="MostGroups"/>.</summary>
    public int Groups { get; set; } = MostGroups;

    /// <summary>How many records were published and not read back.</summary>
    public int InFlight => _order.Count;

    /// <summary>LSN of the last record published.</summary>
    public Lsn Last => _last;

    /// <summary>Begins to lead behind the last valid record.</summary>
    public void Begin(ScanState scan, long logTime)
    {
        _epoch = scan.Epoch;
        _last = scan.Lsn;
        _tail = scan.Chain;
        _logTime = logTime;
        _groups.Clear();
        _held = [];
    }

    /// <summary>
    /// Takes deliveries: known requests are answered, pending ones joined, new ones become records. Refuses nothing by what the data say.
    /// While <see cref="Groups"/> groups of records are on their way they are held, for <see cref="Release"/>.
    /// </summary>
    public IReadOnlyList<WorkerEffect> Take(IReadOnlyList<WriteDelivery> deliveries, Lsn scanned)
    {
        _held.AddRange(deliveries);
        return Release(scanned);
    }

    /// <summary>Takes what was held, if a group may go now.</summary>
    public IReadOnlyList<WorkerEffect> Release(Lsn scanned)
    {
        if (_held.Count == 0 || _groups.Count >= Groups)
            return [];
        var deliveries = _held;
        _held = [];
        var before = _last;
        var effects = deliveries.Count == 1 ? TakeGroup(deliveries, scanned) : store.Look(() => TakeGroup(deliveries, scanned));
        if (_last > before)
            _groups.Enqueue(_last);
        return effects;
    }

    /// <summary>Publishes the schema script as the first record of an empty log.</summary>
    public LogRecord Schema(string script, long now)
    {
        var operation = new Operation
        {
            Kind = OperationKind.Schema,
            MayDefine = true,
            Statements = [new SqlStatement { Sql = script }],
        };
        return Number(new LogRecord
        {
            Kind = RecordKind.Operation,
            Epoch = _epoch,
            Request = RecordApplier.SchemaRequest(script),
            Body = operation.Encode(),
        }, now);
    }

    /// <summary>Publishes that an earlier record has no effect.</summary>
    public LogRecord Skip(Lsn skipped, long now) => Number(new LogRecord
    {
        Kind = RecordKind.Skip,
        Epoch = _epoch,
        Request = new RequestId($"skip:{skipped}:{_epoch}"),
        Body = new SkipBody(skipped).Encode(),
    }, now);

    /// <summary>A record was read back and applied: answers everybody who waits for it.</summary>
    public virtual IReadOnlyList<WorkerEffect> Applied(LogRecord record, Answer? answer)
    {
        while (_order.TryPeek(out var next) && next.Lsn <= record.Lsn)
            _order.Dequeue();
        while (_groups.TryPeek(out var group) && group <= record.Lsn)
            _groups.Dequeue();
        if (answer is null || !_pending.TryGetValue(record.Request, out var pending) || pending.Lsn != record.Lsn)
            return [];
        _pending.Remove(record.Request);
        return [.. pending.Waiting.Select(delivery => new WorkerEffect.Reply(delivery, answer))];
    }

    /// <summary>Whether a record is one of those published and not read back.</summary>
    public bool IsOwn(LogRecord record) => record.Epoch == _epoch && record.TakesLsn && record.Lsn <= _last
        && _order.TryPeek(out var next) && record.Lsn >= next.Lsn;

    /// <summary>The first answer to a request, as the leader may give it without a record.</summary>
    protected virtual StoredAnswer? Known(RequestId request) =>
        store.Answers.Find(request) is { } known && known.Expires >= _logTime ? known : null;

    /// <summary>Turns deliveries into answers and records, all at once.</summary>
    protected virtual IReadOnlyList<WorkerEffect> TakeGroup(IReadOnlyList<WriteDelivery> deliveries, Lsn scanned)
    {
        var effects = new List<WorkerEffect>();
        var records = new List<LogRecord>();
        foreach (var delivery in deliveries)
            Take(delivery, scanned, effects, records);
        effects.AddRange(RecordBatches.Of(records).Select(batch => new WorkerEffect.Append(batch)));
        return effects;
    }

    private void Take(WriteDelivery delivery, Lsn scanned, List<WorkerEffect> effects, List<LogRecord> records)
    {
        var intent = delivery.Intent;
        var bodyHash = Digest.Of(intent.Body.Span);
        if (_pending.TryGetValue(intent.Request, out var pending))
        {
            if (pending.BodyHash == bodyHash)
                pending.Waiting.Add(delivery);
            else
                effects.Add(new WorkerEffect.Reply(delivery, RecordApplier.Reused(pending.Lsn)));
            return;
        }

        if (Known(intent.Request) is { } known && known.Answer.Lsn <= scanned)
        {
            effects.Add(new WorkerEffect.Reply(delivery, known.BodyHash == bodyHash ? known.Answer : RecordApplier.Reused(known.Answer.Lsn)));
            return;
        }

        // The deadline is kept as time left, so that the log's time may run ahead of the queue's clock without refusing anybody.
        _logTime = Math.Max(_logTime, delivery.Now);
        var record = Number(
            new LogRecord
            {
                Kind = delivery.IsDead ? RecordKind.Refuse : intent.Kind,
                Epoch = _epoch,
                Request = intent.Request,
                IsKeyed = intent.IsKeyed,
                Deadline = _logTime + intent.Deadline - delivery.Now,
                BodyHash = bodyHash,
                Body = delivery.IsDead ? Refusal(intent.Request) : intent.Body,
            },
            delivery.Now);
        _pending[intent.Request] = new PendingWrite(record.Lsn, bodyHash, [delivery]);
        records.Add(record);
    }

    private static byte[] Refusal(RequestId request) =>
        Encoding.UTF8.GetBytes($"The write ended every leader that took it and has no effect. Request {request}.");

    private LogRecord Number(LogRecord record, long now)
    {
        _logTime = Math.Max(_logTime, now);
        var numbered = RecordHash.Seal(record with { Lsn = _last.Next, LogTime = _logTime, Seed = seed(), Previous = _tail });
        _last = numbered.Lsn;
        _tail = numbered.Hash;
        _order.Enqueue((numbered.Lsn, numbered.Request));
        return numbered;
    }
}
