using System.Collections.Concurrent;
using Capstan.Containers;
using Capstan.Control.Databases;
using Capstan.Control.Drills;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Gateway;
using Capstan.State;

namespace Capstan.Control;

/// <summary>
/// The one control loop of a stack. A pass: forget the marks, decide what windows are over, list what runs, plan, act, publish; then
/// wait for a mark or the resync period. Nobody else starts or stops a replica. All memory is touched by the loop alone; what other
/// threads have to say is posted to it.
/// </summary>
internal sealed partial class StackController : IStackControl, IDisposable
{
    /// <summary>Longest time between two passes.</summary>
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(1);

    private readonly ControlParts _parts;
    private readonly ControlClock _clock;
    private readonly DirtySignal _dirty = new();
    private readonly ConcurrentQueue<Action> _inbox = new();
    private readonly SortedDictionary<string, ReplicaGroup> _groups = new(StringComparer.Ordinal);
    private readonly EffectRunner _effects;
    private readonly Inventory _inventory;
    private readonly ServiceRoster _roster;
    private readonly DatabaseKeeper _databases;
    private readonly ActionRunner _runner;
    private readonly DrillRunner _drills;
    private readonly Autoscaler _autoscaler;
    private readonly TargetPublisher _publisher;
    private readonly StatusReport _report;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StackSpec _spec;
    private StackState _saved;
    private string? _lost;
    private string? _passFault;
    private bool _isListed;
    private bool _stopping;
    private bool _keepCounts;
    private bool _wasReady;
    private volatile StackStatus _status;

    public StackController(StackSpec spec, ControlParts parts, Func<StackAddresses> addresses)
    {
        _spec = spec;
        _parts = parts;
        _clock = new ControlClock(parts.Time);
        _inventory = new Inventory(parts, _clock, _dirty.Mark);
        _effects = new EffectRunner(Post);
        _roster = new ServiceRoster(parts, _inventory, _groups);
        _databases = new DatabaseKeeper(parts, _clock, _groups, _effects, _dirty.Mark);
        _runner = new ActionRunner(parts, _clock, _inventory, _groups, _effects);
        _drills = new DrillRunner(parts, _clock, _groups, _effects);
        _autoscaler = new Autoscaler(parts, _clock);
        _publisher = new TargetPublisher(parts, _clock);
        _report = new StatusReport(parts, _clock, addresses);
        _saved = parts.State.Read();
        _roster.Fill(spec, _saved);
        _databases.Fill(spec, _saved);
        parts.Plane.Noticed += Notice;
        _status = _report.Write(_spec, _groups, "starting", null);
    }

    /// <summary>Writes the status once more before the loop begins, with the addresses that are known by now.</summary>
    public void Announce() => _status = _report.Write(_spec, _groups, "starting", null);

    /// <summary>Raised at the end of every pass, on the loop's own thread; handlers must not block.</summary>
    public event Action<StackStatus>? Looked;

    /// <summary>Completes when every service has had all its wanted replicas ready at once for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The longest drain of any service now.</summary>
    public TimeSpan LongestDrain => _spec.Services.Select(service => service.Drain).DefaultIfEmpty().Max();

    /// <summary>Completes when somebody asked the stack to stop.</summary>
    public Task Stopping => _stopAsked.Task;

    /// <summary>
    /// Runs the loop until <see cref="Stop(string)"/> has ended every replica. When cancelled instead, it leaves the replicas as they are.
    /// </summary>
    public async Task RunAsync(CancellationToken leave)
    {
        _parts.Events.Append(EventKinds.StackStarted, $"{_spec.Services.Count} services{(_spec.Databases.Count > 0 ? $" and {Commands.Humane.Count(_spec.Databases.Count, "database")}" : "")} on the {_spec.Runtime.ToString().ToLowerInvariant()} runtime");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(leave);
        var watching = WatchRuntimeAsync(ended.Token);
        try
        {
            while (!leave.IsCancellationRequested)
            {
                var next = await PassAsync(leave);
                if (_stopping && _isListed && IsEmpty())
                    break;
                await _dirty.WaitAsync(next, _clock, leave);
            }
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // Asked to leave: the state is saved after every pass.
        }
        finally
        {
            _parts.Plane.Noticed -= Notice;
            _databases.Leave();
            await ended.CancelAsync();
            await watching;
            await _roster.EndWatchesAsync();
        }

        if (_stopping && !_keepCounts && IsEmpty())
            SaveClean();
    }

    public StackStatus Status() => _status;

    public void Dispose()
    {
        _runner.Dispose();
        _effects.Dispose();
    }

    private void Post(Action action)
    {
        _inbox.Enqueue(action);
        _dirty.Mark();
    }

    private void Notice(DataPlaneNotice notice)
    {
        var kind = notice.Kind switch
        {
            DataPlaneNoticeKind.Ejected => EventKinds.TargetEjected,
            DataPlaneNoticeKind.Returned => EventKinds.TargetReturned,
            DataPlaneNoticeKind.PanicStarted => EventKinds.PanicStarted,
            DataPlaneNoticeKind.PanicEnded => EventKinds.PanicEnded,
            DataPlaneNoticeKind.Holding => EventKinds.Holding,
            _ => null,
        };
        if (kind is not null)
            _parts.Events.Append(kind, notice.Reason, notice.Service, notice.Target.Length == 0 ? null : notice.Target);
        _dirty.Mark();
    }

    /// <summary>One pass. What goes wrong in it is said and tried again; it never ends the loop.</summary>
    /// <returns>When to look again without a mark.</returns>
    private async Task<TimeSpan> PassAsync(CancellationToken cancellationToken)
    {
        var next = _clock.Now + Resync;
        _isListed = false;
        try
        {
            _dirty.Clear();
            while (_inbox.TryDequeue(out var action))
                action();
            foreach (var service in _roster.All)
                next = Sooner(next, _autoscaler.Look(service));
            foreach (var database in _databases.All)
                next = Sooner(next, _autoscaler.Look(database));
            var listed = await _parts.Runtime.ListAsync(cancellationToken);
            SayRuntimeIsBack();
            var leftovers = _inventory.TakeIn(_groups, listed);
            _databases.Look();
            foreach (var leftover in leftovers)
                _runner.RemoveLeftover(leftover);
            _isListed = leftovers.Count == 0;
            next = Sooner(next, Act());
            Publish();
            _roster.DropRemoved();
            Save();
            _passFault = null;
        }
        catch (RuntimeUnavailableException fault)
        {
            if (_lost != fault.Message)
                _parts.Events.Append(EventKinds.RuntimeLost, fault.Message);
            _lost = fault.Message;
            // Nothing can be started or stopped, but what the health checks find still decides who gets traffic.
            Publish();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Once for a fault that stays, such as a full disk: an event for each try would push all others out.
            if (_passFault != fault.Message)
                SayFailed(fault);
            _passFault = fault.Message;
        }

        var isReady = _roster.IsReady() && _databases.IsReady;
        _status = _report.Write(_spec, _groups, _stopping ? "stopping" : _wasReady || isReady ? "running" : "starting", _lost ?? _passFault);
        if (isReady && !_wasReady)
        {
            _wasReady = true;
            _parts.Events.Append(EventKinds.StackReady, _spec.Databases.Count == 0 ? "every service has the replicas it wants" : "every service has the replicas it wants, every database its leader and followers");
            _ready.TrySetResult();
        }

        Looked?.Invoke(_status);
        return next;
    }

    private void SayFailed(Exception fault) =>
        _parts.Events.Append(EventKinds.PassFailed, $"{fault.GetType().Name}: {fault.Message} It is tried again.");

    private void Publish()
    {
        foreach (var service in _roster.All)
            _publisher.Publish(service);
    }

    /// <summary>Databases come up before the services that may need them, and end after them.</summary>
    private TimeSpan? Act()
    {
        TimeSpan? next = null;
        var isServed = _stopping && _roster.IsEmpty();
        foreach (var database in _databases.All)
            next = Sooner(next, _databases.Act(database, _runner, isServed));
        if (!_stopping && !_databases.MayServicesStart())
            return next;
        foreach (var service in _roster.All)
            next = Sooner(next, Act(service));
        return next;
    }

    private TimeSpan? Act(ServiceRecord service)
    {
        if (service.Spec.Template is null && service.Slots.Count == 0)
            return null;
        var plan = ReplicaPlanner.Plan(ServiceViews.Of(service, _parts.Plane, _runner, _stopping), _clock.Now);
        foreach (var action in plan.Actions)
        {
            if (_runner.Run(service, action))
                _dirty.Mark();
        }

        return plan.LookAgain;
    }

    private bool IsEmpty() => _effects.Running == 0 && _roster.IsEmpty() && _databases.IsEmpty;

    private void SayRuntimeIsBack()
    {
        if (_lost is null)
            return;
        _lost = null;
        _parts.Events.Append(EventKinds.RuntimeBack, "the runtime answers again");
    }

    private void Save()
    {
        var state = new StackState { Services = _roster.All.ToDictionary(service => service.Name, service => service.Save()), Databases = _databases.Save() };
        if (_saved.SameAs(state))
            return;
        _parts.State.Write(state);
        _saved = state;
    }

    /// <summary>After a clean stop the stack starts from its file again; ports and generations are kept.</summary>
    private void SaveClean() => _parts.State.Write(_saved.Cleaned());

    /// <summary>Takes the runtime's hints. Without them the loop still looks once a second, so their loss ends nothing.</summary>
    private async Task WatchRuntimeAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in _parts.Runtime.WatchAsync(cancellationToken))
                    _dirty.Mark();
                await Task.Delay(Resync, _parts.Time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Post(() => SayFailed(fault));
                await Task.Delay(Resync, _parts.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan? other) => other is { } moment && moment < one ? moment : one;

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is { } moment ? Sooner(moment, other) : other;
}
