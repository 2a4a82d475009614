using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>
/// One worker's copy following the log: judges what is read, applies all valid records at hand in one transaction, and keeps what the
/// log says (<see cref="Scan"/>) apart from what the data hold (<see cref="Applied"/>). Protocol sections 2 and 8.
/// </summary>
internal sealed class Replica(IReplicaStore store, RecordApplier applier, ReplicaRule rule, IAttemptMarks marks)
{
    /// <summary>Attempts that a record may end before it is not tried again.</summary>
    public const int Attempts = 2;

    /// <summary>Every so many records the table hashes are remembered, for the leader's checkpoint of that record.</summary>
    public const int CheckpointRecords = 1000;

    private const int RememberedCheckpoints = 8;

    private readonly SortedDictionary<Lsn, IReadOnlyDictionary<string, Digest>> _remembered = [];
    private readonly HashSet<Lsn> _skips = [];
    private StoreMeta _saved = store.Meta;
    private bool _open;
    private bool _needsFile;
    private Lsn? _assumed;

    /// <summary>What the log says up to <see cref="Position"/>.</summary>
    public ScanState Scan { get; private set; } = new(store.Meta.ScanEpoch, store.Meta.ScanLsn, store.Meta.ScanChain);

    /// <summary>Last message read.</summary>
    public LogPosition Position { get; private set; } = store.Meta.Position;

    /// <summary>Digest of the message at the saved position.</summary>
    public Digest PositionDigest => _saved.PositionDigest;

    /// <summary>Where reading goes on after a restart.</summary>
    public LogPosition SavedPosition => _saved.Position;

    /// <summary>Last LSN in the data.</summary>
    public Lsn Applied { get; private set; } = store.Meta.Applied;

    /// <summary>Hash of the record there.</summary>
    public Digest Chain { get; private set; } = store.Meta.Chain;

    /// <summary>Log time of the record there, milliseconds since 1970.</summary>
    public long LogTime { get; private set; } = store.Meta.LogTime;

    /// <summary>The record that is not tried again; none otherwise.</summary>
    public Lsn StuckAt { get; private set; }

    /// <summary>Whether the data hold exactly what was read.</summary>
    public bool IsLevel => Applied == Scan.Lsn && StuckAt == Lsn.None;

    /// <summary>
    /// Whether the place from which the log is read was taken on trust, a snapshot's word or for want of one, and nothing that counts
    /// was read since.
    /// </summary>
    public bool IsAssumed => _assumed == Scan.Lsn;

    /// <summary>Whether that place is the first one that is left (<see cref="RescanWithoutFront"/>), so that nobody can say where the log stands.</summary>
    public bool LacksFront => IsAssumed && Scan.Lsn == Lsn.None;

    /// <summary>Whether a record was read that cannot follow the place from which the log was read.</summary>
    public bool IsMisplaced { get; private set; }

    /// <summary>Whether the log has to be read again from behind <see cref="SavedPosition"/>.</summary>
    public bool MustReread { get; private set; }

    /// <summary>Why the copy cannot go on; null when it can.</summary>
    public CopyFault? Fault { get; private set; }

    /// <summary>The store.</summary>
    public IReplicaStore Store => store;

    /// <summary>
    /// Reads messages, in order, and commits what they did. Stops before the end when <see cref="Fault"/> or <see cref="MustReread"/> is
    /// set.
    /// </summary>
    public IReadOnlyList<RecordOutcome> Read(IReadOnlyList<LogMessage> messages)
    {
        try
        {
            return ReadAll(messages);
        }
        catch (StoreFailedException) when (!_needsFile)
        {
            // A full or broken disk is not the record's fault; a restore or import whose file is nowhere to be had is.
            marks.Trying(Lsn.None);
            throw;
        }
    }

    /// <summary>Reading begins again behind <see cref="SavedPosition"/>.</summary>
    public void Rereads()
    {
        MustReread = false;
        Position = _saved.Position;
    }

    /// <summary>Reads the log from its start. The data stay.</summary>
    public void Rescan() => Rescan(default, LogPosition.None);

    /// <summary>
    /// Reads the log from where a snapshot stands. That position may be of an earlier log: what is read is the proof
    /// (<see cref="IsMisplaced"/>).
    /// </summary>
    public void Rescan(Snapshot snapshot)
    {
        Rescan(new ScanState(snapshot.Epoch, snapshot.Lsn, snapshot.Chain), snapshot.Position);
        _assumed = snapshot.Lsn;
    }

    /// <summary>
    /// Reads a log whose front is gone and that no snapshot reaches, as if nothing had ever counted in it. That is so if all in it was
    /// written by leaders who found it so: their marker comes first, then their records or a <c>Base</c>. Anything else shows that the
    /// front held what this copy may lack (<see cref="IsMisplaced"/>).
    /// </summary>
    /// <param name="position">Before the first message that is there.</param>
    public void RescanWithoutFront(LogPosition position)
    {
        Rescan(default, position);
        _assumed = Lsn.None;
    }

    /// <summary>Everybody was heard: the place from which it was read is the right one.</summary>
    public void Trust() => _assumed = null;

    /// <summary>Tries the stuck record once more, since somebody else got over it.</summary>
    public void TryAgain()
    {
        marks.Acquit(StuckAt);
        StuckAt = Lsn.None;
        MustReread = true;
        Scan = new ScanState(_saved.ScanEpoch, _saved.ScanLsn, _saved.ScanChain);
    }

    /// <summary>The table hashes as they were at an LSN; null when they are not remembered.</summary>
    public IReadOnlyDictionary<string, Digest>? HashesAt(Lsn lsn) =>
        lsn == Applied ? store.Tables.Hashes : _remembered.GetValueOrDefault(lsn);

    private List<RecordOutcome> ReadAll(IReadOnlyList<LogMessage> messages)
    {
        var outcomes = new List<RecordOutcome>();
        foreach (var message in messages)
        {
            foreach (var record in message.Records)
            {
                outcomes.Add(Read(record) with { Position = message.Position });
                if (Fault is not null || MustReread)
                    break;
            }

            if (Fault is not null || MustReread)
                break;
            Position = message.Position;
            if (StuckAt == Lsn.None)
                _saved = Now(message.Position, message.Digest);
        }

        Commit();
        if (MustReread)
            Scan = new ScanState(_saved.ScanEpoch, _saved.ScanLsn, _saved.ScanChain);
        return outcomes;
    }

    private StoreMeta Now(LogPosition position, Digest digest) => new()
    {
        ScanEpoch = Scan.Epoch,
        ScanLsn = Scan.Lsn,
        ScanChain = Scan.Chain,
        Position = position,
        PositionDigest = digest,
    };

    private void Commit()
    {
        if (!_open)
            return;
        _open = false;
        _saved = _saved with { Applied = Applied, Chain = Chain, LogTime = LogTime };
        store.Commit(_saved);
        // What was condemned on the way has to be found by the copy that takes this one's place.
        if (Fault is null)
            marks.Clear();
    }

    private RecordOutcome Read(LogRecord record) => record.Kind switch
    {
        _ when IsAssumed && rule.FollowsOthers(Scan, record) => Misplaced(record),
        RecordKind.Epoch => ReadEpoch(record),
        RecordKind.Checkpoint or RecordKind.Read => new RecordOutcome(record, default, record.Epoch == Scan.Epoch ? Verdict.Marker : Verdict.Void, null),
        _ => ReadNumbered(record),
    };

    private RecordOutcome Misplaced(LogRecord record)
    {
        IsMisplaced = true;
        return Broken(record, mustRebuild: false, $"the log's front is gone, no snapshot reaches it, and {record} follows what it held. Restore from a backup, or rebuild the log from the most advanced worker.");
    }

    private void Rescan(ScanState scan, LogPosition position)
    {
        Scan = scan;
        Position = position;
        StuckAt = Lsn.None;
        _assumed = null;
        (Fault, IsMisplaced) = (null, false);
        _saved = _saved with { ScanEpoch = scan.Epoch, ScanLsn = scan.Lsn, ScanChain = scan.Chain, Position = position, PositionDigest = Digest.Zero };
    }

    private RecordOutcome ReadEpoch(LogRecord record)
    {
        if (!rule.BeginsEpoch(Scan, record))
            return new RecordOutcome(record, default, Verdict.OldEpoch, null);
        Scan = Scan with { Epoch = record.Epoch };
        return new RecordOutcome(record, default, Verdict.NewEpoch, null);
    }

    private RecordOutcome ReadNumbered(LogRecord record)
    {
        if (!rule.IsValid(Scan, Applied, record))
            return new RecordOutcome(record, default, Verdict.Void, null);
        if (!RecordHash.Holds(record))
            return Broken(record, mustRebuild: false, $"the log's record {record.Lsn} does not match its own hash");
        if (record.Kind == RecordKind.Base)
            return ReadBase(record);
        if (record.Previous != Scan.Chain)
            return Broken(record, mustRebuild: true, $"the record {record.Lsn} follows another history than this copy's");
        Scan = Scan with { Lsn = record.Lsn, Chain = record.Hash };
        if (record.Lsn <= Applied)
            return ReadAgain(record);
        if (StuckAt != Lsn.None)
            return LookAhead(record);
        return record.Lsn == Applied.Next
            ? ReadNext(record)
            : Broken(record, mustRebuild: true, $"the record {record.Lsn} was read, but the data end at {Applied}");
    }

    /// <summary>A copy on a lost branch shows at the first record that differs from what it applied at that place.</summary>
    private RecordOutcome ReadAgain(LogRecord record)
    {
        if (store.Records.Find(record.Lsn) is { } mine && (mine.Request != record.Request || mine.Hash != record.Hash))
            return Broken(record, mustRebuild: true, $"this copy applied another record {record.Lsn} than the log holds");
        if (record.Lsn == Applied && record.Hash != Chain)
            return Broken(record, mustRebuild: true, $"this copy applied another record {record.Lsn} than the log holds");
        return new RecordOutcome(record, default, Verdict.Again, store.Answers.Find(record.Request)?.Answer);
    }

    private RecordOutcome ReadBase(LogRecord record)
    {
        var body = BaseBody.Decode(record.Body);
        var mine = record.Lsn == Applied ? Chain : store.Records.Find(record.Lsn)?.Hash;
        if (Applied < record.Lsn || (mine is { } hash && hash != body.Chain))
            return Broken(record, mustRebuild: true, $"the log begins at {record.Lsn}, and this copy does not hold that state");
        Scan = Scan with { Lsn = record.Lsn, Chain = body.Chain };
        return new RecordOutcome(record, default, Verdict.Again, null);
    }

    private RecordOutcome LookAhead(LogRecord record)
    {
        if (record.Kind == RecordKind.Skip && SkipBody.Decode(record.Body).Skipped == StuckAt)
        {
            _skips.Add(StuckAt);
            StuckAt = Lsn.None;
            MustReread = true;
        }

        return new RecordOutcome(record, default, Verdict.Waiting, null);
    }

    private RecordOutcome ReadNext(LogRecord record)
    {
        var isSkipped = _skips.Contains(record.Lsn);
        if (!isSkipped && marks.EndsAt(record.Lsn) >= Attempts)
        {
            StuckAt = record.Lsn;
            return new RecordOutcome(record, default, Verdict.Waiting, null);
        }

        if (record.Kind == RecordKind.Skip && SkipBody.Decode(record.Body).Skipped is var skipped && HasEffect(skipped) is { } effect)
        {
            // The copy that takes this one's place might get over that record as well, and never come to an end.
            marks.Condemn(skipped);
            return Broken(record, mustRebuild: true, effect);
        }

        Begin();
        marks.Trying(record.Lsn);
        _needsFile = record.Kind is RecordKind.Restore or RecordKind.Import;
        var answer = applier.Apply(record, isSkipped);
        _needsFile = false;
        store.Records.Add(record);
        Applied = record.Lsn;
        Chain = record.Hash;
        LogTime = Math.Max(LogTime, record.LogTime);
        Remember();
        return new RecordOutcome(record, default, Verdict.Applied, answer);
    }

    /// <summary>A copy that holds the effect of a skipped record is not what the others are.</summary>
    private string? HasEffect(Lsn skipped)
    {
        var isSkippedHere = _skips.Contains(skipped)
            || (store.Records.Find(skipped) is { } record && store.Answers.Find(record.Request) is { Answer: { Code: AnswerCode.Poison } answer } && answer.Lsn == skipped);
        return isSkippedHere ? null : $"the record {skipped} has no effect, but this copy holds it";
    }

    private void Remember()
    {
        if (Applied.Value % CheckpointRecords != 0)
            return;
        _remembered[Applied] = new Dictionary<string, Digest>(store.Tables.Hashes, StringComparer.Ordinal);
        if (_remembered.Count > RememberedCheckpoints)
            _remembered.Remove(_remembered.First().Key);
    }

    private void Begin()
    {
        if (_open)
            return;
        store.Begin();
        _open = true;
    }

    private RecordOutcome Broken(LogRecord record, bool mustRebuild, string reason)
    {
        Fault = new CopyFault(mustRebuild, reason);
        return new RecordOutcome(record, default, Verdict.Void, null);
    }
}
