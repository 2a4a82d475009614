using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Leadership;

/// <summary>
/// All decisions of one worker, without I/O, clock or chance of its own: what was read, who is there and what time it is go in; effects
/// come out, to be carried out in order. For one thread at a time.
/// </summary>
/// <param name="self">Names this life of the worker.</param>
/// <param name="slot">Its slot.</param>
/// <param name="replica">Its copy.</param>
/// <param name="pipeline">Its write path while it leads.</param>
/// <param name="election">Who may try.</param>
/// <param name="trial">Tries the schema.</param>
/// <param name="settings">Times and limits.</param>
internal class WorkerCore(
    Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
{
    private readonly DivergenceWatch _divergence = new(replica);
    private readonly List<WorkerEffect> _effects = [];
    private MembershipView _view = new();
    private LogPosition _target;
    private LogPosition _logEnd;
    private LogPosition _first;
    private Queue<Snapshot> _reaching = [];
    private bool _verify;
    private bool _hasCaughtUp;
    private bool _ended;
    private TimeSpan _now;
    private TimeSpan _quietSince;
    private TimeSpan _lastProgress;
    private TimeSpan _lastCheckpoint;
    private Lsn _checkpointed;
    private HashSet<Guid> _vouched = [];
    private Epoch _own;
    private Epoch _highestTaken;
    private MemberState? _reported;
    private string _trouble = "";
    private bool _skipPublished;
    private bool _consuming;
    private bool _halted;
    private bool _claims;
    private bool _awaitsSnapshot;
    private Lsn _skippable;

    /// <summary>Where it is on its way to leading.</summary>
    public WorkerRole Role { get; private set; }

    /// <summary>Whether it knows that the log lacks nothing that was acknowledged: since a leader that knew, on an unbroken connection.</summary>
    public bool KnowsLog { get; private set; }

    /// <summary>
    /// Whether it has read to the end of the log once, and its data hold all of it. They may hold more: then the log lost its end, and
    /// this worker is the one to give it back.
    /// </summary>
    public bool IsReady => _hasCaughtUp && replica.StuckAt == Lsn.None;

    /// <summary>Its copy.</summary>
    public Replica Replica => replica;

    /// <summary>Begins.</summary>
    /// <param name="end">Last message of the log now.</param>
    /// <param name="now">Now, on any steady clock.</param>
    public IReadOnlyList<WorkerEffect> Start(LogPosition end, TimeSpan now) => Step(now, () =>
    {
        _quietSince = now;
        _target = _logEnd = end;
        if (replica.SavedPosition > end)
            Rescan();
        else
            ReadFromSaved();
    });

    /// <summary>
    /// The connection to the log broke: what was known of its completeness is void, and a leader ends. <see cref="Start"/> follows once
    /// there is a new one.
    /// </summary>
    public IReadOnlyList<WorkerEffect> OnLogBroken(TimeSpan now) => Step(now, () =>
    {
        KnowsLog = false;
        if (Role == WorkerRole.Leading)
            End(WorkerEnd.StepDown, "its connection to the log broke");
        else if (Role != WorkerRole.Following)
            GiveUp();
    });

    /// <summary>Messages were read, in order; an empty list says that the reading has begun.</summary>
    public IReadOnlyList<WorkerEffect> OnLog(IReadOnlyList<LogMessage> messages, TimeSpan now) => Step(now, () =>
    {
        if (_verify && messages.Count > 0)
        {
            _verify = false;
            if (!IsWhereItWas(messages[0]))
            {
                Rescan();
                return;
            }

            messages = messages.Skip(1).ToList();
        }

        Take(replica.Read(messages));
        if (Role == WorkerRole.Leading && !_halted)
            _effects.AddRange(pipeline.Release(replica.Scan.Lsn));
    });

    /// <summary>
    /// The time until now does not count as waiting for the log: what <see cref="OnLog"/> decided took that long, or the log takes nothing
    /// from anybody. That says nothing against a worker's lead.
    /// </summary>
    public void Worked(TimeSpan now) => _lastProgress += now > _now ? now - _now : TimeSpan.Zero;

    /// <summary>The log begins behind what was to be read; these snapshots exist, the newest first.</summary>
    public IReadOnlyList<WorkerEffect> OnGap(LogPosition first, IReadOnlyList<Snapshot> snapshots, TimeSpan now) => Step(now, () =>
    {
        // Nothing is read at the stored position any more.
        _verify = false;
        _first = first;
        _reaching = new Queue<Snapshot>(snapshots.Where(snapshot => snapshot.Position.Next >= first && snapshot.Position <= _logEnd));
        ReadFromSnapshot();
    });

    /// <summary>Who is there.</summary>
    public IReadOnlyList<WorkerEffect> OnMembers(MembershipView view, TimeSpan now) => Step(now, () =>
    {
        var hadLeader = _view.Leader is not null;
        _view = view;
        if (view.Leader is null && hadLeader)
            _quietSince = now;
        if (Role == WorkerRole.Leading && view.LeaderEpoch > _own)
            End(WorkerEnd.StepDown, $"epoch {view.LeaderEpoch} has another leader");
        Diverged();
        LookAround();
    });

    /// <summary>The outcome of taking an epoch.</summary>
    public IReadOnlyList<WorkerEffect> OnEpoch(Epoch? epoch, TimeSpan now) => Step(now, () =>
    {
        if (epoch is { } taken)
            RememberEpoch(taken);
        if (Role != WorkerRole.Asking)
            return;
        if (epoch is not { } own || own <= replica.Scan.Epoch)
        {
            GiveUp();
            return;
        }

        _own = own;
        Role = WorkerRole.Draining;
        _lastProgress = now;
        _effects.Add(new WorkerEffect.Append([Marker(RecordKind.Epoch, new EpochBody(self, slot).Encode())]));
        Published();
    });

    /// <summary>The outcome of taking the lead.</summary>
    public IReadOnlyList<WorkerEffect> OnLead(bool isTaken, TimeSpan now) => Step(now, () =>
    {
        _claims = false;
        if (Role != WorkerRole.Claiming)
        {
            if (isTaken)
                End(WorkerEnd.StepDown, "it is shown as the leader of an epoch that it gave up");
        }
        else if (isTaken)
        {
            Lead();
        }
        else
        {
            GiveUp();
        }
    });

    /// <summary>Writes to carry out. Deliveries to a worker that does not lead are left unanswered: they come again.</summary>
    public IReadOnlyList<WorkerEffect> OnWrites(IReadOnlyList<WriteDelivery> deliveries, TimeSpan now) => Step(now, () =>
    {
        if (Role != WorkerRole.Leading || _halted)
            return;
        if (pipeline.InFlight == 0)
            _lastProgress = now;
        _effects.AddRange(pipeline.Take(deliveries, replica.Scan.Lsn));
    });

    /// <summary>A snapshot that was asked for is there.</summary>
    public IReadOnlyList<WorkerEffect> OnSnapshot(Snapshot snapshot, TimeSpan now) => Step(now, () =>
    {
        if (Role != WorkerRole.Repairing || replica.Scan.Lsn >= replica.Applied || snapshot.Lsn != replica.Applied)
            return;
        _awaitsSnapshot = false;
        _lastProgress = now;
        var body = new BaseBody(replica.Chain, snapshot.Digest).Encode();
        _effects.Add(new WorkerEffect.Append([RecordHash.Seal(new LogRecord
        {
            Kind = RecordKind.Base, Epoch = _own, Lsn = replica.Applied, LogTime = replica.LogTime, Request = new RequestId($"base:{_own}"), Body = body,
        })]));
    });

    /// <summary>Time went on.</summary>
    public IReadOnlyList<WorkerEffect> OnTick(TimeSpan now) => Step(now, () =>
    {
        if (Role == WorkerRole.Leading && pipeline.InFlight > 0 && now - _lastProgress > settings.ReadBack)
            End(WorkerEnd.StepDown, $"a record was not read back within {settings.ReadBack.TotalSeconds:0.#} s");
        else if (Role is WorkerRole.Draining or WorkerRole.Repairing && !_awaitsSnapshot && now - _lastProgress > settings.ReadBack)
            End(WorkerEnd.StepDown, $"a record of a candidate was not read back within {settings.ReadBack.TotalSeconds:0.#} s");
        else if (Role == WorkerRole.Leading)
            Checkpoint();
        LookAround();
        Report();
    });

    /// <summary>The marker was read: all that older leaders acknowledged lies before it. Goes on to learn whether the log is whole.</summary>
    protected virtual void Drained()
    {
        Role = WorkerRole.Proving;
        Prove();
    }

    /// <summary>A marker of its own was sent. The role goes on when it is read back, never now.</summary>
    protected virtual void Published()
    {
    }

    /// <summary>Goes on to the next role at once.</summary>
    protected void SkipTo(WorkerRole role)
    {
        Role = role;
        if (role == WorkerRole.Claiming)
            Claim();
    }

    /// <summary>Whether a checkpoint was written after this connection began.</summary>
    protected virtual bool IsNew(LogPosition checkpoint, LogPosition endAtConnecting) => checkpoint > endAtConnecting;

    /// <summary>Whether the schema file is to be published: only ever as the first record of an empty log.</summary>
    protected virtual bool IsSchemaDue() => replica.Scan.Lsn == Lsn.None;

    /// <summary>Whether it has to hear what everybody holds before it leads.</summary>
    protected virtual bool MustAsk() => !KnowsLog || replica.StuckAt != Lsn.None;

    /// <summary>Whether everybody was asked who may hold the stuck record.</summary>
    protected virtual bool MaySkip() => replica.StuckAt == _skippable || election.Unheard(_view, self, _own).Count == 0;

    /// <summary>Whether another worker or a snapshot holds the stuck record.</summary>
    protected virtual bool IsStuckRecordHeld() =>
        election.MostAdvanced(_view, self, replica.Applied) >= replica.StuckAt || (_view.NewestSnapshot >= replica.StuckAt && !_view.IsForced);

    private IReadOnlyList<WorkerEffect> Step(TimeSpan now, Action decide)
    {
        _effects.Clear();
        if (_ended)
            return [];
        _now = now;
        decide();
        return [.. _effects];
    }

    private void ReadFromSaved()
    {
        _verify = replica.SavedPosition > LogPosition.None && replica.PositionDigest != Digest.Zero;
        _effects.Add(new WorkerEffect.ReadLog(_verify ? new LogPosition(replica.SavedPosition.Value - 1) : replica.SavedPosition));
    }

    /// <summary>Offsets are never trusted (protocol section 2): the message at the stored position must be the stored one.</summary>
    protected virtual bool IsWhereItWas(LogMessage message) =>
        message.Position == replica.SavedPosition && message.Digest == replica.PositionDigest;

    /// <summary>Reads on from the newest snapshot that leads to where the log begins now, and that was not refuted by what followed it there.</summary>
    private void ReadFromSnapshot()
    {
        if (!_reaching.TryDequeue(out var start))
        {
            ReadWithoutFront();
        }
        else if (start.Lsn > replica.Applied)
        {
            _ended = true;
            _effects.Add(new WorkerEffect.LoadSnapshot(start));
        }
        else
        {
            replica.Rescan(start);
            _effects.Add(new WorkerEffect.ReadLog(start.Position));
        }
    }

    /// <summary>
    /// No snapshot leads to where the log begins now. What is left of it may hold nothing that counts: then it is as good as new, and the
    /// most advanced worker goes on from what it holds. What it reads tells; until then it knows nothing of the log's completeness.
    /// </summary>
    private void ReadWithoutFront()
    {
        if (Role != WorkerRole.Following)
        {
            End(WorkerEnd.StepDown, $"the log begins at position {_first} now, behind what it has yet to read");
            return;
        }

        RememberEpoch(replica.Scan.Epoch);
        KnowsLog = _hasCaughtUp = false;
        var before = new LogPosition(_first.Value - 1);
        replica.RescanWithoutFront(before);
        _effects.Add(new WorkerEffect.ReadLog(before));
    }

    /// <summary>What a log that is read again may not tell any more: a new epoch is above it all the same.</summary>
    private void RememberEpoch(Epoch known) => _highestTaken = known > _highestTaken ? known : _highestTaken;

    private void Rescan()
    {
        RememberEpoch(replica.Scan.Epoch);
        _verify = false;
        replica.Rescan();
        _effects.Add(new WorkerEffect.ReadLog(LogPosition.None));
    }

    private void Take(IReadOnlyList<RecordOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            Take(outcome);
            if (_ended)
                return;
        }

        if (replica.IsMisplaced && !replica.LacksFront && Role == WorkerRole.Following)
        {
            // The snapshot's position was one of an earlier log.
            KnowsLog = _hasCaughtUp = false;
            ReadFromSnapshot();
            return;
        }

        if (replica.Fault is { } fault)
        {
            End(fault.MustRebuild ? WorkerEnd.Rebuild : WorkerEnd.Failed, fault.Reason);
            return;
        }

        if (replica.MustReread)
        {
            replica.Rereads();
            _verify = false;
            _effects.Add(new WorkerEffect.ReadLog(replica.SavedPosition));
        }

        if (!_hasCaughtUp && !_verify && replica.Position >= _target)
        {
            _hasCaughtUp = true;
            Report();
        }

        if (Role == WorkerRole.Repairing && replica.Scan.Lsn == replica.Applied)
            Repaired();
        if (Role == WorkerRole.Leading)
            Settle();
        LookAround();
    }

    private void Take(RecordOutcome outcome)
    {
        var record = outcome.Record;
        switch (outcome.Verdict)
        {
            case Verdict.NewEpoch:
                SawEpoch(record);
                break;
            case Verdict.OldEpoch when IsMine(record) && Role == WorkerRole.Draining:
                GiveUp();
                break;
            case Verdict.Void when Role == WorkerRole.Leading && pipeline.IsOwn(record):
                End(WorkerEnd.StepDown, $"its own record {record.Lsn} is void");
                break;
            case Verdict.Marker when record.Kind == RecordKind.Checkpoint:
                SawCheckpoint(outcome.Position, CheckpointBody.Decode(record.Body));
                break;
            case Verdict.Applied or Verdict.Again:
                SawApplied(outcome);
                break;
            default:
                break;
        }
    }

    private void SawEpoch(LogRecord record)
    {
        _quietSince = _now;
        if (IsMine(record))
        {
            // Read a second time when a leader gets over a stuck record.
            _lastProgress = _now;
            Report();
            if (Role == WorkerRole.Draining)
                Drained();
            return;
        }

        if (Role == WorkerRole.Leading)
            End(WorkerEnd.StepDown, $"it read the marker of epoch {record.Epoch}, its own is {_own}");
        else if (Role != WorkerRole.Following && record.Epoch >= _own)
            GiveUp();
        Report();
    }

    /// <summary>A source of epochs that was set up anew may have given the same number to somebody else.</summary>
    private bool IsMine(LogRecord marker) => marker.Epoch == _own && EpochBody.Decode(marker.Body).Owner == self;

    private void SawApplied(RecordOutcome outcome)
    {
        _lastProgress = _now;
        if (outcome.Record.Kind == RecordKind.Skip && outcome.Verdict == Verdict.Applied)
            _effects.Add(new WorkerEffect.DiscardSnapshots(SkipBody.Decode(outcome.Record.Body).Skipped));
        if (Role == WorkerRole.Leading)
            _effects.AddRange(pipeline.Applied(outcome.Record, outcome.Answer));
    }

    /// <summary>
    /// Only a leader that knows the log to be whole writes checkpoints. One that stood in the log before this connection says nothing:
    /// what came after it may have been lost since.
    /// </summary>
    private void SawCheckpoint(LogPosition position, CheckpointBody checkpoint)
    {
        KnowsLog |= !replica.IsAssumed && IsNew(position, _logEnd);
        if (Role == WorkerRole.Leading)
            return;
        if (_divergence.Compare(checkpoint) is { } table)
            End(WorkerEnd.Rebuild, $"the rows of table {table} do not match their hash at record {checkpoint.At}");
        else if (_divergence.DivergedAt != (_reported?.DivergedAt ?? Lsn.None))
            Report();
    }

    private void LookAround()
    {
        if (_ended)
            return;
        TryStuckAgain();
        switch (Role)
        {
            case WorkerRole.Following:
                TryElection();
                break;
            case WorkerRole.Proving:
                Prove();
                break;
            case WorkerRole.Leading:
                SkipStuck();
                break;
            default:
                break;
        }
    }

    private void TryElection()
    {
        _trouble = "";
        if (_claims || _view.Leader is not null || !(IsReady || (_hasCaughtUp && replica.StuckAt != Lsn.None)))
            return;
        if (!KnowsLog && !_view.IsForced && election.Absent(_view) is { Count: > 0 } absent)
            _trouble = $"the log may have lost its end, and {Slots(absent)} may hold it: start it, or accept the loss with 'capstan db force-leader'";
        if (!election.MayTry(_view, self, replica.Scan.Lsn, KnowsLog, _now - _quietSince, settings.Turn))
            return;
        Role = WorkerRole.Asking;
        RememberEpoch(replica.Scan.Epoch);
        foreach (var member in _view.Members)
            RememberEpoch(member.State.Epoch);
        _effects.Add(new WorkerEffect.TakeEpoch(_highestTaken));
    }

    /// <summary>Protocol section 4, step 3.</summary>
    private void Prove()
    {
        if (MustAsk())
        {
            var unheard = election.Unheard(_view, self, _own);
            _trouble = unheard.Count > 0 ? $"waits to hear what {Slots(unheard)} holds" : "";
            Report();
            if (unheard.Count > 0)
            {
                _lastProgress = _now;
                return;
            }

            _skippable = replica.StuckAt;
            var most = election.MostAdvanced(_view, self, replica.Applied);
            var holdsStuck = replica.StuckAt != Lsn.None && _view.NewestSnapshot >= replica.StuckAt && !_view.IsForced;
            if (_view.NewestSnapshot > most && (_view.NewestSnapshot > replica.Scan.Lsn || holdsStuck))
            {
                // Nobody holds as much as the newest snapshot: it is put in place of this copy, which then leads from there.
                _ended = true;
                _effects.Add(new WorkerEffect.LoadSnapshot(null));
                return;
            }

            if (most > replica.Applied && most > replica.Scan.Lsn)
            {
                GiveUp();
                return;
            }
        }

        if (replica.Applied > replica.Scan.Lsn)
            Repair();
        else
            Claim();
    }

    /// <summary>Publishes again what the log lost: the same records, under the new epoch.</summary>
    private void Repair()
    {
        Role = WorkerRole.Repairing;
        _lastProgress = _now;
        var records = new List<LogRecord>();
        for (var lsn = replica.Scan.Lsn.Next; lsn <= replica.Applied; lsn = lsn.Next)
        {
            if (replica.Store.Records.Find(lsn) is not { } record)
            {
                // More is gone than this worker keeps: the log goes on from a snapshot of what it holds.
                _awaitsSnapshot = true;
                _effects.Add(new WorkerEffect.MakeSnapshot());
                return;
            }

            records.Add(record with { Epoch = _own });
        }

        foreach (var batch in records.Chunk(settings.RepairBatch).SelectMany(RecordBatches.Of))
            _effects.Add(new WorkerEffect.Append(batch));
    }

    private void Repaired()
    {
        _effects.Add(new WorkerEffect.Note("log-repaired", $"the log had lost its end; records up to {replica.Applied} were published again"));
        Claim();
    }

    private void Claim()
    {
        Role = WorkerRole.Claiming;
        _claims = true;
        _effects.Add(new WorkerEffect.TakeLead(_own));
    }

    private void Lead()
    {
        Role = WorkerRole.Leading;
        KnowsLog = true;
        replica.Trust();
        _lastProgress = _now;
        pipeline.Begin(replica.Scan with { Epoch = _own }, replica.LogTime);
        PublishCheckpoint(tables: false);
        PublishSchema();
        Settle();
        SkipStuck();
        Report();
    }

    private void PublishSchema()
    {
        if (settings.Schema.Length == 0)
            return;
        if (IsSchemaDue())
        {
            if (trial.Try(settings.Schema) is { } fault)
                _effects.Add(new WorkerEffect.Note("schema-failed", $"the schema file was not applied: {fault}"));
            else
                _effects.Add(new WorkerEffect.Append([pipeline.Schema(settings.Schema, replica.LogTime)]));
        }
        else if (replica.Store.Answers.Find(RecordApplier.SchemaRequest(settings.Schema)) is null)
        {
            _effects.Add(new WorkerEffect.Note("schema-differs", "the schema file is another than the one that was applied; it is never applied by itself to a database with data"));
        }
    }

    /// <summary>Takes writes only while the data hold all that was read.</summary>
    private void Settle()
    {
        if (_consuming || !replica.IsLevel)
            return;
        _consuming = true;
        _effects.Add(new WorkerEffect.ConsumeWrites(_own));
    }

    /// <summary>Protocol section 2: a record that ended everybody who tried it gets a SKIP, when it is sure that nobody holds it.</summary>
    private void SkipStuck()
    {
        if (_skipPublished || replica.StuckAt == Lsn.None || !MaySkip())
            return;
        if (IsStuckRecordHeld())
        {
            End(WorkerEnd.StepDown, $"record {replica.StuckAt} ended this worker twice, and another one holds it");
            return;
        }

        _skipPublished = true;
        _lastProgress = _now;
        _effects.Add(new WorkerEffect.Note("record-skipped", $"record {replica.StuckAt} ended every worker that applied it and gets no effect"));
        _effects.Add(new WorkerEffect.Append([pipeline.Skip(replica.StuckAt, replica.LogTime)]));
    }

    /// <summary>What another worker holds was innocent, unless the log says further on that it was skipped.</summary>
    private void TryStuckAgain()
    {
        var isHeld = _view.Members.Any(member => member.Id != self && member.State.Applied >= replica.StuckAt && member.State.Position <= replica.Position);
        if (replica.StuckAt == Lsn.None || Role != WorkerRole.Following || !isHeld)
            return;
        replica.TryAgain();
        replica.Rereads();
        _effects.Add(new WorkerEffect.ReadLog(replica.SavedPosition));
    }

    private void Checkpoint()
    {
        // Whoever has joined learns at once that the log is whole, and can lead without hearing the others should this leader fall silent.
        // Counting them would miss one that joins while another leaves.
        var ready = _view.Members.Where(member => member.State.IsReady).Select(member => member.Id).ToHashSet();
        var joined = !ready.IsSubsetOf(_vouched);
        _vouched = ready;
        var mark = new Lsn(replica.Applied.Value / Replica.CheckpointRecords * Replica.CheckpointRecords);
        if (mark > _checkpointed && replica.HashesAt(mark) is not null)
            PublishCheckpoint(tables: true, mark);
        else if (joined || (_now - _lastCheckpoint >= settings.CheckpointEvery && replica.Applied > _checkpointed && pipeline.InFlight == 0))
            PublishCheckpoint(tables: pipeline.InFlight == 0 && replica.IsLevel, replica.Applied);
    }

    private void PublishCheckpoint(bool tables, Lsn at = default)
    {
        _lastCheckpoint = _now;
        if (tables)
            _checkpointed = at;
        var hashes = tables ? replica.HashesAt(at) ?? new Dictionary<string, Digest>() : new Dictionary<string, Digest>();
        _effects.Add(new WorkerEffect.Append([Marker(RecordKind.Checkpoint, new CheckpointBody(at, hashes).Encode())]));
    }

    private void Diverged()
    {
        if (Role != WorkerRole.Leading || _ended)
            return;
        var (isNew, damaged) = _divergence.Answer(_view, self);
        if (damaged is not null)
        {
            End(WorkerEnd.Rebuild, $"the rows of table {damaged} do not match their hash; a follower found out");
        }
        else if (isNew)
        {
            _halted = true;
            _trouble = "copies differ although each matches its own hashes: writes are stopped. Compare the workers' files and restore the right one.";
            _effects.Add(new WorkerEffect.Note("diverged", _trouble));
        }
    }

    private void GiveUp()
    {
        Role = WorkerRole.Following;
        _awaitsSnapshot = false;
        _quietSince = _now;
        Report();
    }

    private void Report()
    {
        var state = new MemberState
        {
            Applied = replica.Applied,
            // Where a log stands whose front is gone, nobody can say yet: such a copy counts as far behind.
            Position = replica.LacksFront ? LogPosition.None : replica.Position,
            IsReady = IsReady,
            Epoch = replica.Scan.Epoch,
            StuckAt = replica.StuckAt,
            DivergedAt = _divergence.DivergedAt,
            Trouble = _trouble,
        };
        if (state == _reported)
            return;
        _reported = state;
        _effects.Add(new WorkerEffect.Report(state));
    }

    private LogRecord Marker(RecordKind kind, byte[] body) => new() { Kind = kind, Epoch = _own, LogTime = replica.LogTime, Body = body };

    private void End(WorkerEnd reason, string detail)
    {
        _ended = true;
        _effects.Add(new WorkerEffect.End(reason, detail));
    }

    private static string Slots(IReadOnlyList<int> slots) => (slots.Count == 1 ? "slot " : "slots ") + string.Join(", ", slots);
}
