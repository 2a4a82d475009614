using Capstan.Core.Health;
using Capstan.Core.Stacks;

namespace Capstan.Core.Replicas;

/// <summary>
/// Decides what to do for one service: spec, what is observed and now go in; single steps with their reasons come out. It may be
/// asked at any time and as often as one likes; the same view gives the same plan.
/// </summary>
/// <remarks>
/// The rules, in the order in which they are applied: what ended or failed is cleared away; newcomers that answer become ready;
/// surplus slots are drained, the highest first; an update proves itself on a spare slot before any old replica is touched and then
/// takes one slot after the other; replicas that fail their checks are replaced, one at a time when fewer than half are healthy;
/// empty slots are filled when their back-off allows.
/// </remarks>
public static class ReplicaPlanner
{
    /// <summary>How long a failing replica that still answers may finish its requests.</summary>
    public static readonly TimeSpan FailedDrain = TimeSpan.FromSeconds(5);

    /// <summary>How long one that hangs may.</summary>
    public static readonly TimeSpan HungDrain = TimeSpan.FromSeconds(1);

    /// <summary>Time between the polite signal and the kill of a failing replica that still answers.</summary>
    public static readonly TimeSpan FailedGrace = TimeSpan.FromSeconds(1);

    /// <summary>Plans one service.</summary>
    /// <param name="view">What is known of it.</param>
    /// <param name="now">Now, on the controller's monotonic clock.</param>
    public static ReplicaPlan Plan(ServiceView view, TimeSpan now) => new Pass(view, now).Run();

    private sealed class Pass(ServiceView view, TimeSpan now)
    {
        private readonly List<ReplicaAction> _actions = [];
        private readonly Dictionary<int, SlotView> _slots = view.Slots.ToDictionary(slot => slot.Slot);
        private TimeSpan? _lookAgain;

        private ServiceSpec Spec => view.Spec;

        public ReplicaPlan Run()
        {
            foreach (var slot in view.Slots)
            {
                if (slot is { IsBusy: false, Replica: { } replica })
                    FollowLife(replica);
            }

            if (view.IsStopping)
            {
                RetireFrom(0, "the stack is being stopped");
            }
            else
            {
                var surge = NeedsSurge();
                RetireFrom(view.Wanted + (surge ? 1 : 0), $"{view.Wanted} wanted");
                Update(surge);
                ReplaceUnhealthy();
                Fill(surge);
            }

            return new ReplicaPlan(_actions, _lookAgain);
        }

        /// <summary>Steps that depend on nothing but the replica itself.</summary>
        private void FollowLife(ReplicaView replica)
        {
            switch (replica.State)
            {
                case ReplicaState.Starting or ReplicaState.Warming or ReplicaState.Ready when !replica.IsAlive:
                    Move(replica, ReplicaState.Failed, replica.Detail);
                    break;
                case ReplicaState.Starting when replica.Health == HealthVerdict.Healthy:
                    var next = Spec.Balance == BalancePolicy.RoundRobin || Spec.SlowStart <= TimeSpan.Zero ? ReplicaState.Ready : ReplicaState.Warming;
                    Move(replica, next, $"{replica.Detail} {Seconds(now - replica.Since)} after its start");
                    break;
                case ReplicaState.Starting when replica.Health == HealthVerdict.Unhealthy:
                    Move(replica, ReplicaState.Failed, $"not healthy within {Seconds(Spec.Health.Grace)}: {replica.Detail}");
                    break;
                case ReplicaState.Warming when Due(replica.Since + Spec.SlowStart):
                    Move(replica, ReplicaState.Ready, $"slow start of {Seconds(Spec.SlowStart)} is over");
                    break;
                case ReplicaState.Draining when !replica.IsAlive || replica.InFlight == 0 || Due(replica.Since + Spec.Drain):
                    Stop(replica, Spec.StopGrace, replica.InFlight == 0 ? "drained" : $"{replica.InFlight} requests not finished within {Seconds(Spec.Drain)}");
                    break;
                case ReplicaState.Failed when !replica.IsAlive:
                    Stop(replica, TimeSpan.Zero, "clearing away what is left of it");
                    break;
                case ReplicaState.Failed when replica.InFlight == 0 || Due(replica.Since + (replica.IsHung ? HungDrain : FailedDrain)):
                    Stop(replica, replica.IsHung ? TimeSpan.Zero : FailedGrace, "failed its checks");
                    break;
                default:
                    break;
            }
        }

        private void RetireFrom(int first, string reason)
        {
            foreach (var slot in view.Slots.Where(slot => slot.Slot >= first && !slot.IsBusy).OrderByDescending(slot => slot.Slot))
            {
                if (slot.Replica is not { IsAlive: true } replica)
                    continue;
                if (replica.State == ReplicaState.Starting)
                    Stop(replica, Spec.StopGrace, reason);
                else if (replica.State is ReplicaState.Warming or ReplicaState.Ready)
                    Move(replica, ReplicaState.Draining, reason);
            }
        }

        /// <summary>An update runs on a spare slot first, where there is a port for one.</summary>
        private bool NeedsSurge() =>
            view.Wanted > 0 && HasPort(view.Wanted) && Rolling();

        private bool Rolling() =>
            view.IsUpdating
                ? !AllCurrent()
                : Wanted().Any(slot => slot.Replica is { IsServing: true } replica && replica.Hash != view.TargetHash);

        private bool AllCurrent() =>
            Enumerable.Range(0, view.Wanted).All(slot => _slots.TryGetValue(slot, out var found) && IsCurrent(found.Replica));

        private bool IsCurrent(ReplicaView? replica) => replica is { IsServing: true } && replica.Hash == view.TargetHash;

        private bool HasPort(int slot) => Spec.Ports is null || Spec.Ports.PortOf(slot) is not null;

        private IEnumerable<SlotView> Wanted() => view.Slots.Where(slot => slot.Slot < view.Wanted);

        private void Update(bool surge)
        {
            if (view.IsUpdating && !view.IsProven)
            {
                if (view.StableHash is not null && view.Slots.FirstOrDefault(slot => slot.FailedHash == view.TargetHash) is { } failed)
                {
                    _actions.Add(new UpdateStep(UpdateTurn.Returned, $"the new version did not become ready in slot {failed.Slot}: {failed.FailedReason}"));
                    return;
                }

                if (view.Slots.FirstOrDefault(slot => IsCurrent(slot.Replica)) is { } proof)
                    _actions.Add(new UpdateStep(UpdateTurn.Proven, $"{proof.Replica!.Id} of the new version is ready"));
            }
            else if (view.IsUpdating && view.StableHash is not null
                && view.Slots.FirstOrDefault(slot => slot.Slot < view.Wanted + (surge ? 1 : 0) && slot.FailedHash == view.TargetHash) is { } later)
            {
                _actions.Add(new UpdateStep(UpdateTurn.Returned, $"the new version did not become ready in slot {later.Slot}: {later.FailedReason}"));
                return;
            }

            if (view.IsUpdating && AllCurrent())
            {
                _actions.Add(new UpdateStep(UpdateTurn.Done, $"{view.Wanted} replicas of the new version are ready"));
                return;
            }

            if (Rolling())
                TakeNextSlot(surge);
        }

        /// <summary>Takes one old replica out, when nothing else of the service is on its way.</summary>
        private void TakeNextSlot(bool surge)
        {
            if (surge && !SpareServes())
                return;
            var settled = Enumerable.Range(0, view.Wanted)
                .All(slot => _slots.TryGetValue(slot, out var found) && found is { IsBusy: false, Replica.IsServing: true });
            if (!settled)
                return;
            var next = Wanted().Where(slot => slot.Replica!.Hash != view.TargetHash).OrderByDescending(slot => slot.Slot).FirstOrDefault();
            if (next?.Replica is { } replica)
                Move(replica, ReplicaState.Draining, "update to the new version");
        }

        /// <summary>Whether the spare slot serves the wanted version; one left there by an update that failed makes room first.</summary>
        private bool SpareServes()
        {
            if (!_slots.TryGetValue(view.Wanted, out var spare) || spare is not { IsBusy: false, Replica: { IsServing: true } replica })
                return false;
            if (IsCurrent(replica))
                return true;
            Move(replica, ReplicaState.Draining, "makes room for the version that is wanted again");
            return false;
        }

        /// <summary>
        /// Never everybody for one shared cause: with two or more alive and fewer than half healthy, one at a time. A slot whose replica
        /// was given up counts among the alive until its successor is ready, so that replicas that fail one after the other do not each
        /// look like the only one. The last one serving is given up only when it hangs: then nothing is lost with it.
        /// </summary>
        private void ReplaceUnhealthy()
        {
            var serving = Wanted().Where(slot => slot.Replica is { IsServing: true }).ToList();
            var unhealthy = serving.Where(slot => slot is { IsBusy: false, Replica.Health: HealthVerdict.Unhealthy }).ToList();
            if (unhealthy.Count == 0)
                return;
            var well = serving.Where(slot => slot.Replica!.Health == HealthVerdict.Healthy).ToList();
            // What a newcomer shows with one check, that the cause is gone, takes the others a few.
            if (well.Count > 0 && !Due(well.Max(slot => slot.Replica!.Since) + (Spec.Health.Interval * (Spec.Health.Successes + 1))))
                return;
            var healthy = well.Count;
            var counted = Wanted().Count(slot => slot.IsBusy || slot.IsGivenUp || slot.Replica is { IsAlive: true });
            if (healthy * 2 >= counted)
            {
                foreach (var slot in unhealthy)
                    Fail(slot.Replica!, "");
            }
            else if (serving.Count == counted)
            {
                Fail(unhealthy.OrderBy(slot => slot.Slot).First().Replica!, counted < 2 ? "" : $" ({healthy} of {counted} healthy: one at a time)");
            }
            else if (serving is [{ Replica.IsHung: true }])
            {
                Fail(unhealthy[0].Replica!, "");
            }
        }

        private void Fail(ReplicaView replica, string note) =>
            Move(replica, ReplicaState.Failed, $"{Spec.Health.Failures} checks in a row failed, the last: {replica.Detail}{note}");

        private void Fill(bool surge)
        {
            var slots = view.Wanted + (surge ? 1 : 0);
            for (var number = 0; number < slots; number++)
            {
                var slot = _slots.GetValueOrDefault(number) ?? new SlotView { Slot = number };
                if (slot.Replica is not null || slot.IsBusy)
                    continue;
                if (!Due(slot.CrashLoop.NotBefore))
                    continue;
                var hash = HashFor(number, surge);
                if (hash is null)
                    continue;
                var reason = slot.CrashLoop.EarlyEnds > 0
                    ? $"try {slot.CrashLoop.EarlyEnds + 1}, the last {(slot.CrashLoop.EarlyEnds == 1 ? "one" : $"{slot.CrashLoop.EarlyEnds}")} ended early"
                    : number >= view.Wanted ? "the new version proves itself on a spare slot" : $"{view.Wanted} wanted";
                _actions.Add(new StartReplica(number, hash, reason));
            }
        }

        /// <summary>Until the new template is proven, slots that serve are refilled from the old one.</summary>
        private string? HashFor(int slot, bool surge)
        {
            if (view.IsProven || view.StableHash is null || slot >= view.Wanted || !surge)
            {
                // A version that has just failed waits for the verdict on its update instead of being tried again.
                var failedHere = view.IsUpdating && view.StableHash is not null
                    && _slots.TryGetValue(slot, out var found) && found.FailedHash == view.TargetHash;
                return failedHere ? null : view.TargetHash;
            }

            return view.StableHash;
        }

        private bool Due(TimeSpan at)
        {
            if (now >= at)
                return true;
            if (_lookAgain is null || at < _lookAgain)
                _lookAgain = at;
            return false;
        }

        private void Move(ReplicaView replica, ReplicaState to, string reason) => _actions.Add(new MoveReplica(replica.Id, to, reason));

        private void Stop(ReplicaView replica, TimeSpan grace, string reason) => _actions.Add(new StopReplica(replica.Id, grace, reason));

        private static string Seconds(TimeSpan span) => $"{span.TotalSeconds:0.##} s";
    }
}
