using Capstan.Core.Health;

namespace Capstan.Gateway.Balancing;

/// <summary>
/// The targets of one service and the requests that wait for one. Choosing takes no lock: it reads an immutable set and one counter.
/// Changes of the set and the queue of held requests share a lock, so that nobody can start to wait for a change that has happened.
/// </summary>
internal sealed class TargetPool(string service, TimeProvider time, Action<DataPlaneNotice> notify)
{
    private readonly Lock _lock = new();
    private readonly Queue<HeldRequest> _held = new();
    private volatile TargetSet _set = TargetSet.Empty;
    private volatile IBalancer _balancer = new RoundRobin();
    private long _turn = -1;

    /// <summary>The targets now.</summary>
    public TargetSet Set => _set;

    /// <summary>Whoever chooses from now on.</summary>
    public IBalancer Balancer
    {
        set => _balancer = value;
    }

    /// <summary>A target with a place taken on it; null when none is available.</summary>
    /// <param name="avoid">Target that is to be chosen only if there is no other.</param>
    public TargetState? TryPick(TargetState? avoid = null)
    {
        while (true)
        {
            var available = _set.Available;
            if (available.Length == 0)
                return null;
            var target = Choose(available, avoid);

            // A target closes its door only after the set without it was published, so another look finds that set.
            if (target.TryEnter())
                return target;
        }
    }

    /// <summary>Whether a request may go to another target than this one.</summary>
    public bool HasOther(TargetState target)
    {
        var available = _set.Available;
        return available.Length > 1 || (available.Length == 1 && available[0] != target);
    }

    /// <summary>Gives a target's place back.</summary>
    public void Leave(TargetState target)
    {
        if (target.Leave())
            NotifyDrained(target);
    }

    /// <summary>Waits for a target, in the order of the calls.</summary>
    /// <param name="limit">Longest wait.</param>
    /// <param name="most">Requests that may wait at once.</param>
    /// <param name="cancellationToken">Ends the wait with null.</param>
    /// <returns>A target with a place taken on it; null when none came in time or too many wait.</returns>
    public async Task<TargetState?> WaitAsync(TimeSpan limit, int most, CancellationToken cancellationToken)
    {
        var request = new HeldRequest();
        var first = false;
        lock (_lock)
        {
            if (TryPick() is { } target)
                return target;
            DropEnded();
            if (_held.Count >= most)
                DropAllEnded();
            if (_held.Count >= most || limit <= TimeSpan.Zero)
                return null;
            first = _held.Count == 0;
            _held.Enqueue(request);
        }

        if (first)
            Notify(DataPlaneNoticeKind.Holding, "", null, $"No target of {service} is available: requests wait up to {limit.TotalSeconds:0.###} s.");
        await using var timer = time.CreateTimer(static state => ((HeldRequest)state!).TryEnd(null), request, limit, Timeout.InfiniteTimeSpan);
        await using var abort = cancellationToken.UnsafeRegister(static state => ((HeldRequest)state!).TryEnd(null), request);
        return await request.Target;
    }

    /// <summary>Replaces the targets.</summary>
    public void Replace(IReadOnlyList<Target> targets)
    {
        TargetState[] removed;
        var drained = new List<TargetState>();
        PanicChange panic;
        lock (_lock)
        {
            var known = _set.All.ToDictionary(target => target.Target.Id, StringComparer.Ordinal);
            var all = new TargetState[targets.Count];
            for (var i = 0; i < all.Length; i++)
                all[i] = Keep(known, targets[i]);
            removed = [.. known.Values];
            foreach (var target in all)
            {
                if (target.Target.Condition != TargetCondition.Draining)
                    target.Accept();
            }

            panic = Publish(all);
            foreach (var target in all)
            {
                if (target.Target.Condition == TargetCondition.Draining && target.Refuse())
                    drained.Add(target);
            }
        }

        foreach (var target in removed)
            target.Dispose();
        foreach (var target in drained)
            NotifyDrained(target);
        NotifyPanic(panic);
    }

    /// <summary>Takes note of an answer's status: 502 to 504 count as failures.</summary>
    public void Answered(TargetState target, int status)
    {
        if (status is >= 502 and <= 504)
            Failed(target, TargetFailure.BadStatus, $"it answered {status}");
        else
            target.Succeeded();
    }

    /// <summary>Takes note of a failed request, and ejects its target when that is due.</summary>
    public void Failed(TargetState target, TargetFailure failure, string detail)
    {
        target.CountFailure();
        TimeSpan? ejection;
        var panic = PanicChange.None;
        lock (_lock)
        {
            var set = _set;
            var candidates = set.All.Contains(target) ? set.All.Count(IsLive) : 0;
            ejection = target.Outlier.Failed(failure, candidates, set.All.Count(other => other.Outlier.IsEjected));
            if (ejection is { } length)
            {
                target.EjectionTimer?.Dispose();
                target.EjectionTimer = time.CreateTimer(_ => Return(target), null, length, Timeout.InfiniteTimeSpan);
                panic = Publish(set.All);
            }
        }

        if (failure == TargetFailure.Refused && target.IsNewlyRefused())
            Notify(DataPlaneNoticeKind.Refused, target.Target.Id, failure, $"{target.Origin} refused a connection: {detail}");
        if (ejection is { } left)
        {
            var why = failure == TargetFailure.Refused ? "it refused a connection" : $"{OutlierDetector.Threshold} requests in a row failed";
            Notify(DataPlaneNoticeKind.Ejected, target.Target.Id, failure, $"Left out for {left.TotalSeconds:0} s: {why} (last: {detail}).");
        }

        NotifyPanic(panic);
    }

    private static bool IsLive(TargetState target) => target.Target.Condition is TargetCondition.Healthy or TargetCondition.Unhealthy;

    private static TargetState Keep(Dictionary<string, TargetState> known, Target target)
    {
        if (!known.Remove(target.Id, out var state))
            return new TargetState(target);

        // The same id at another place is another target.
        if (state.Target.Host != target.Host || state.Target.Port != target.Port)
        {
            known[target.Id] = state;
            return new TargetState(target);
        }

        state.Target = target;
        return state;
    }

    private TargetState Choose(TargetState[] available, TargetState? avoid)
    {
        var now = time.GetTimestamp();
        var target = _balancer.Choose(available, Interlocked.Increment(ref _turn), now);
        if (target != avoid || available.Length == 1)
            return target;
        var index = Array.IndexOf(available, target);
        return available[(index + 1) % available.Length];
    }

    private void Return(TargetState target)
    {
        PanicChange panic;
        lock (_lock)
        {
            if (!target.Outlier.IsEjected || !_set.All.Contains(target))
                return;
            target.Outlier.Return();
            target.EjectionTimer?.Dispose();
            target.EjectionTimer = null;
            panic = Publish(_set.All);
        }

        Notify(DataPlaneNoticeKind.Returned, target.Target.Id, null, $"Back in rotation after ejection {target.Outlier.Ejections}.");
        NotifyPanic(panic);
    }

    /// <summary>Computes who is available, serves the held requests in their order, and lets everybody see the new set. Under the lock.</summary>
    private PanicChange Publish(TargetState[] all)
    {
        var views = Array.ConvertAll(all, target =>
            new AvailabilityView(IsLive(target), target.Target.Condition == TargetCondition.Healthy, target.Outlier.IsEjected));
        var choice = Availability.Of(views);
        var next = new TargetSet(all, [.. choice.Chosen.Select(i => all[i])], choice.IsPanic);
        var panic = next.IsPanic == _set.IsPanic ? PanicChange.None : next.IsPanic ? PanicChange.Started : PanicChange.Ended;

        // Held requests go first: newcomers see the set only after everybody who waited has a target.
        while (next.Available.Length > 0 && _held.TryDequeue(out var request))
        {
            // Who has given up takes no turn: it would be missing among those that are served.
            if (!request.IsWaiting)
                continue;
            var target = Choose(next.Available, avoid: null);
            target.TryEnter();
            if (!request.TryEnd(target))
                target.Leave();
        }

        _set = next;
        return panic;
    }

    private void DropEnded()
    {
        while (_held.TryPeek(out var request) && !request.IsWaiting)
            _held.Dequeue();
    }

    private void DropAllEnded()
    {
        for (var left = _held.Count; left > 0; left--)
        {
            if (_held.Dequeue() is { IsWaiting: true } request)
                _held.Enqueue(request);
        }
    }

    private void NotifyDrained(TargetState target) =>
        Notify(DataPlaneNoticeKind.Drained, target.Target.Id, null, "Draining, and no request is left.");

    private void NotifyPanic(PanicChange change)
    {
        if (change == PanicChange.None)
            return;
        var set = _set;
        var live = set.All.Count(IsLive);
        if (change == PanicChange.Started)
            Notify(DataPlaneNoticeKind.PanicStarted, "", null, $"Fewer than half of {live} live targets of {service} are healthy: all of them get requests.");
        else
            Notify(DataPlaneNoticeKind.PanicEnded, "", null, $"{set.Available.Length} of {live} live targets of {service} get requests again.");
    }

    private void Notify(DataPlaneNoticeKind kind, string target, TargetFailure? failure, string reason) =>
        notify(new DataPlaneNotice(kind, service, target, failure, reason));
}
