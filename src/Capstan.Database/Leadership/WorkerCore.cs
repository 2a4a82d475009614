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
internal partial class WorkerCore(
    Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
{
    /// <summary>Shown of a member that has said nothing yet.</summary>
    private static readonly MemberState Untold = new();

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
    private Guid _candidate;
    private TimeSpan _lastProgress;
    private TimeSpan _lastCheckpoint;
    private Lsn _checkpointed;
    private HashSet<(Guid Member, bool IsReady)> _vouched = [];
    private Epoch _own;
    private Epoch _highestTaken;
    private MemberState? _reported;
    private string _trouble = "";
    private string _blockedBy = "";
    private TimeSpan _blockedSince;
    private bool _blockedTold;
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
        Report();
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
        var before = _view.Leader;
        _view = view;
        if (view.Leader is null && before is not null)
        {
            _quietSince = now;
            // Its marker led to a lead that is over.
            if (_candidate == before)
                _candidate = Guid.Empty;
        }

        if (Role == WorkerRole.Leading && view.LeaderEpoch > _own)
            End(WorkerEnd.StepDown, $"epoch {view.LeaderEpoch} has another leader");
        Diverged();
        if (Role == WorkerRole.Leading && !_ended)
            Vouch();
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
                EndShownInVain();
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

    private IReadOnlyList<WorkerEffect> Step(TimeSpan now, Action decide)
    {
        _effects.Clear();
        if (_ended)
            return [];
        _now = now;
        decide();
        return [.. _effects];
    }

    private void LookAround()
    {
        if (_ended)
            return;
        if (IsShownInVain())
        {
            EndShownInVain();
            return;
        }

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

        TellBlocked();
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

    /// <summary>Otherwise everybody would wait for it: its session lives, so it stays the leader that is shown.</summary>
    private void EndShownInVain() => End(WorkerEnd.StepDown, "it is shown as the leader of an epoch that it gave up");

    private void End(WorkerEnd reason, string detail)
    {
        _ended = true;
        _effects.Add(new WorkerEffect.End(reason, detail));
    }
}
