using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Capstan.Database.Applying;
using Capstan.Database.Engines;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;

namespace Capstan.Database.Worker;

/// <summary>
/// Runs one worker: a single loop feeds <see cref="WorkerCore"/> with everything that happens and carries out what it decides, in order.
/// Reads, snapshots and scrubbing go on beside it.
/// </summary>
internal sealed class WorkerHost : IDisposable
{
    /// <summary>How often the loop looks at the time.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Most messages that are applied in one transaction.</summary>
    public const int MostMessages = 512;

    private readonly WorkerParts _parts;
    private readonly Channel<WorkerInput> _inputs = Channel.CreateUnbounded<WorkerInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SideWork _side;
    private readonly WorkerCore _core;
    private readonly ReadGate _gate;
    private readonly LogReadings _readings;
    private readonly SnapshotDuty _snapshots;
    private WorkerInput? _kept;
    private MembershipView _view = new();
    private MemberState? _told;
    private WorkerOutcome? _outcome;
    private bool _mustFlush;

    public WorkerHost(WorkerParts parts)
    {
        _parts = parts;
        var settings = parts.Engine.Settings;
        var applier = new RecordApplier(parts.Store, parts.Restores, new ApplySettings((long)settings.KeyRetention.TotalMilliseconds, settings.KeyLimit));
        var replica = new Replica(parts.Store, applier, new ReplicaRule(), parts.Marks);
        _core = new WorkerCore(
            parts.Engine.Id, parts.Slot, replica, new LeaderPipeline(parts.Store, parts.Seed), new Election(), parts.Trial,
            new CoreSettings { Schema = settings.Schema });
        _gate = new ReadGate(parts.Time);
        _side = new SideWork(fault => Post(new WorkerInput.Failed(fault)));
        _readings = new LogReadings(parts.Engine.Log, _side, Post);
        _snapshots = new SnapshotDuty(parts, _side, Post);
    }

    private TimeSpan Now => _parts.Time.GetElapsedTime(0);

    /// <summary>Runs until the worker ends itself or is asked to.</summary>
    public async Task<WorkerOutcome> RunAsync(CancellationToken leave)
    {
        using var asked = leave.Register(() => Post(new WorkerInput.Failed(new OperationCanceledException(leave))));
        using var ticker = _parts.Time.CreateTimer(_ => Post(new WorkerInput.Tick()), null, TickEvery, TickEvery);
        try
        {
            await ActAsync(_core.Start(await _parts.Engine.Log.EndAsync(leave), Now));
            _side.Begin(WatchAsync);
            _side.Begin(token => new ReadServer(_parts.Engine.Reads, _parts.Reader, _gate, _parts.Time).RunAsync(token));
            _side.Begin(_snapshots.ScrubAsync);
            while (_outcome is null)
                await StepAsync();
        }
        catch (Exception fault) when (Understood(fault, leave) is { } outcome)
        {
            _outcome = outcome;
        }

        _inputs.Writer.TryComplete();
        await _side.EndAsync();
        return _outcome;
    }

    public void Dispose()
    {
        _readings.Dispose();
        _side.Dispose();
    }

    private async Task StepAsync()
    {
        var input = _kept ?? await _inputs.Reader.ReadAsync();
        _kept = null;
        switch (input)
        {
            case WorkerInput.Messages messages:
                if (_readings.Take(messages))
                    await ReadAsync(messages);
                break;
            case WorkerInput.Gap gap when _readings.IsCurrent(gap):
                await ActAsync(_core.OnGap(gap.First, await _parts.Engine.Snapshots.ListAsync(_side.Ended), Now));
                break;
            case WorkerInput.View view:
                _snapshots.Look(_view, view.Now);
                _view = view.Now;
                await ActAsync(_core.OnMembers(view.Now, Now));
                break;
            case WorkerInput.EpochTaken taken:
                await ActAsync(_core.OnEpoch(taken.Epoch, Now));
                break;
            case WorkerInput.LeadTaken taken:
                await ActAsync(_core.OnLead(taken.IsTaken, Now));
                break;
            case WorkerInput.Writes writes:
                Failpoints.Hit("c4");
                if (Failpoints.IsArmed)
                    HitWhatIsCarriedOut(writes.List);
                await ActAsync(_core.OnWrites(writes.List, Now));
                break;
            case WorkerInput.SnapshotMade made:
                await ActAsync(_core.OnSnapshot(made.Snapshot, Now));
                break;
            case WorkerInput.SnapshotsListed listed:
                _snapshots.Purge(listed.List, _core.Replica);
                break;
            case WorkerInput.Tick:
                await TickAsync();
                break;
            case WorkerInput.Damaged damaged:
                _outcome = new WorkerOutcome(WorkerExit.Rebuild, damaged.Detail);
                break;
            case WorkerInput.Failed failed:
                ExceptionDispatchInfo.Throw(failed.Fault);
                break;
            default:
                break;
        }
    }

    /// <summary>All messages at hand go into one transaction.</summary>
    private async Task ReadAsync(WorkerInput.Messages first)
    {
        var list = first.List;
        var isTimeDue = false;
        while (list.Count < MostMessages && _inputs.Reader.TryRead(out var next))
        {
            if (next is WorkerInput.Messages more)
            {
                if (_readings.Take(more))
                    list = [.. list, .. more.List];
            }
            else if (next is WorkerInput.Tick)
            {
                isTimeDue = true;
            }
            else
            {
                _kept = next;
                break;
            }
        }

        await _parts.Restores.PrepareAsync(list, _side.Ended);
        Failpoints.Hit("c8");
        var effects = Apply(list);
        Failpoints.Hit("c9");
        _parts.Restores.Forget();
        // A copy that stays before a record reads on without it: its data have come no further than where it stays.
        var replica = _core.Replica;
        var position = replica.StuckAt == Lsn.None ? replica.Position : replica.SavedPosition;
        _gate.Publish(replica.Applied, replica.LacksFront ? LogPosition.None : position, _core.KnowsLog);
        _snapshots.Count(list);
        await ActAsync(effects);
        // Under steady load there is always something behind the tick.
        if (isTimeDue && _outcome is null)
            await TickAsync();
    }

    // What was answered before, such as a refusal after many crashes, is answered again and not carried out.
    private void HitWhatIsCarriedOut(IReadOnlyList<WriteDelivery> writes)
    {
        foreach (var write in writes.Where(write => !write.IsDead && _core.Replica.Store.Answers.Find(write.Intent.Request) is null))
            Failpoints.HitText("take-crash", write.Intent.Body.Span);
    }

    private async Task TickAsync()
    {
        // Stepping down would help nobody: the next one could not publish its marker either.
        if (_parts.Engine.Log.IsBlocked)
            _core.Worked(Now);
        await ActAsync(_core.OnTick(Now));
        _snapshots.MakeIfDue(_view, _core.Replica.Applied);
        if (_told is { } told && told.MakesSnapshot != _snapshots.IsMaking)
            await TellAsync(told);
    }

    /// <summary>What the core says of the worker, and what goes on beside it.</summary>
    private async ValueTask TellAsync(MemberState state)
    {
        _told = state with { MakesSnapshot = _snapshots.IsMaking };
        await _parts.Engine.Members.ReportAsync(_told, _side.Ended);
    }

    /// <summary>A copy that cannot be written is no fault of the record that was being applied: the attempt does not count against it.</summary>
    private IReadOnlyList<WorkerEffect> Apply(IReadOnlyList<LogMessage> list)
    {
        try
        {
            var effects = _core.OnLog(list, Now);
            _core.Worked(Now);
            return effects;
        }
        catch (StoreFailedException)
        {
            _parts.Marks.Clear();
            throw;
        }
    }

    private async Task ActAsync(IReadOnlyList<WorkerEffect> effects)
    {
        foreach (var effect in effects)
        {
            await ActAsync(effect);
            if (_outcome is not null)
                break;
        }

        if (_mustFlush)
            await _parts.Engine.Writes.FlushAsync(_side.Ended);
        _mustFlush = false;
    }

    private async Task ActAsync(WorkerEffect effect)
    {
        switch (effect)
        {
            case WorkerEffect.ReadLog read:
                _readings.Begin(read.After);
                break;
            case WorkerEffect.Append append:
                Failpoints.Hit(append.Records[0].Kind == RecordKind.Epoch ? "c12" : "c5");
                await _parts.Engine.Log.AppendAsync(append.Records, _side.Ended);
                await HitInLogAsync(append.Records[0].Kind == RecordKind.Epoch ? "c13" : "c6");
                break;
            case WorkerEffect.TakeEpoch take:
                _side.Begin(async token => Post(new WorkerInput.EpochTaken(await _parts.Engine.Members.TakeEpochAsync(take.Above, token))));
                break;
            case WorkerEffect.TakeLead take:
                _side.Begin(async token => Post(new WorkerInput.LeadTaken(await _parts.Engine.Members.TakeLeadAsync(take.Epoch, token))));
                break;
            case WorkerEffect.ConsumeWrites consume:
                _side.Begin(token => ConsumeAsync(consume.Epoch, token));
                break;
            case WorkerEffect.Reply reply:
                _parts.Engine.Writes.Answer(reply.Delivery, reply.Answer);
                _mustFlush = true;
                break;
            case WorkerEffect.Report report:
                await TellAsync(report.State);
                break;
            case WorkerEffect.MakeSnapshot:
                _snapshots.Need(_core.Replica.Applied);
                break;
            case WorkerEffect.DiscardSnapshots discard:
                await _parts.Engine.Snapshots.DiscardAsync(discard.From, _side.Ended);
                break;
            case WorkerEffect.Note note:
                await _parts.Engine.NoteAsync(note.Kind, note.Detail);
                break;
            case WorkerEffect.LoadSnapshot:
                _outcome = new WorkerOutcome(WorkerExit.Rebuild, "the log begins behind this copy: it goes on from the newest snapshot");
                break;
            case WorkerEffect.End end:
                _outcome = await EndAsync(end);
                break;
            default:
                throw new InvalidOperationException($"Unknown effect {effect}.");
        }
    }

    /// <summary>The place behind an append. The engine may only have it in hand; who asks for the log's end behind it knows that it is there.</summary>
    private async ValueTask HitInLogAsync(string place)
    {
        if (Failpoints.IsNext(place))
            await _parts.Engine.Log.EndAsync(_side.Ended);
        Failpoints.Hit(place);
    }

    private async Task<WorkerOutcome> EndAsync(WorkerEffect.End end)
    {
        var (code, kind) = end.Reason switch
        {
            WorkerEnd.StepDown => (WorkerExit.SteppedDown, NoticeKinds.StepDown),
            WorkerEnd.Rebuild => (WorkerExit.Rebuild, NoticeKinds.Quarantined),
            _ => (WorkerExit.Failed, NoticeKinds.WorkerFailed),
        };
        await _parts.Engine.NoteAsync(kind, end.Detail);
        return new WorkerOutcome(code, end.Detail);
    }

    private async Task ConsumeAsync(Epoch epoch, CancellationToken cancellationToken)
    {
        await foreach (var list in _parts.Engine.Writes.ConsumeAsync(epoch, cancellationToken))
            Post(new WorkerInput.Writes(list));
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var view in _parts.Engine.Members.WatchAsync(cancellationToken))
            Post(new WorkerInput.View(view));
    }

    private void Post(WorkerInput input) => _inputs.Writer.TryWrite(input);

    private static WorkerOutcome? Understood(Exception fault, CancellationToken leave) => fault switch
    {
        OperationCanceledException when leave.IsCancellationRequested => new WorkerOutcome(WorkerExit.Clean, "asked to end"),
        // A client's own patience ended: nobody asked for it.
        OperationCanceledException => new WorkerOutcome(WorkerExit.SessionLost, $"a server did not answer in time: {fault.Message}"),
        SessionLostException or LogLostException => new WorkerOutcome(WorkerExit.SessionLost, fault.Message),
        StoreFailedException { IsDamage: true } => new WorkerOutcome(WorkerExit.Rebuild, fault.Message),
        StoreFailedException => new WorkerOutcome(WorkerExit.SteppedDown, fault.Message),
        _ => null,
    };
}
