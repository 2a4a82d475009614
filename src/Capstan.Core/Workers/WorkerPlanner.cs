using Capstan.Core.Replicas;

namespace Capstan.Core.Workers;

/// <summary>
/// Decides what to do for the workers of one database: what is known and now go in; single steps with their reasons come out. It may be
/// asked at any time and as often as one likes; the same view gives the same plan.
/// </summary>
/// <remarks>
/// Where workers differ from the replicas of a service: their health is what the engine sees of them, catching up is progress however
/// long it takes, and there is no rule for a shared cause, since a silent worker serves nobody; the first leader gets the lowest
/// process id by being started first; the leader is never drained for a smaller number; and an emptied slot keeps its data until the
/// others have all of it.
/// </remarks>
public static class WorkerPlanner
{
    /// <summary>A worker that is not ready and reports no progress for so long has failed.</summary>
    public static readonly TimeSpan Stalled = TimeSpan.FromMinutes(10);

    /// <summary>A newcomer may take at least so long until it is a member, whatever the limit for silence.</summary>
    public static readonly TimeSpan JoinGrace = TimeSpan.FromMinutes(1);

    /// <summary>Without a leader for so long, every slot of the roster is started: one of them may hold what the log has lost.</summary>
    public static readonly TimeSpan HearAfter = TimeSpan.FromSeconds(3);

    /// <summary>Time between the polite signal, on which a worker finishes its reads, and the kill.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    /// <summary>Plans one database.</summary>
    /// <param name="view">What is known of it.</param>
    /// <param name="now">Now, on the controller's monotonic clock.</param>
    public static ReplicaPlan Plan(WorkersView view, TimeSpan now) => new Pass(view, now).Run();

    private sealed class Pass(WorkersView view, TimeSpan now)
    {
        private readonly List<ReplicaAction> _actions = [];
        private readonly Dictionary<int, WorkerSlotView> _slots = view.Slots.ToDictionary(slot => slot.Slot);
        private TimeSpan? _lookAgain;

        public ReplicaPlan Run()
        {
            foreach (var slot in view.Slots)
            {
                if (slot is { IsBusy: false, Worker: { } worker })
                    FollowLife(worker);
            }

            if (view.IsStopping)
            {
                EndAll();
            }
            else
            {
                var wanted = WorkerSlots.Wanted(view.Wanted, view.LeaderSlot, MustHear() ? view.Roster : []);
                DrainSurplus(wanted);
                Fill(wanted);
                Retire(wanted);
            }

            return new ReplicaPlan(_actions, _lookAgain);
        }

        /// <summary>Steps that depend on nothing but the worker itself.</summary>
        private void FollowLife(WorkerView worker)
        {
            switch (worker.State)
            {
                case ReplicaState.Starting or ReplicaState.Ready when !worker.IsAlive:
                    Move(worker, ReplicaState.Failed, worker.Detail);
                    break;
                case ReplicaState.Starting when worker.Sighting is { IsReady: true } seen:
                    Move(worker, ReplicaState.Ready, $"has caught up to {seen.Applied} {Seconds(now - worker.Since)} after its start");
                    break;
                case ReplicaState.Starting or ReplicaState.Ready when FailureOf(worker) is { } failure:
                    Move(worker, ReplicaState.Failed, failure);
                    break;
                case ReplicaState.Draining:
                    Stop(worker, StopGrace, "leaves the reads and finishes those it has");
                    break;
                case ReplicaState.Failed:
                    Stop(worker, TimeSpan.Zero, worker.IsAlive ? "does not come on by itself" : "clearing away what is left of it");
                    break;
                default:
                    break;
            }
        }

        private string? FailureOf(WorkerView worker)
        {
            if (worker.Sighting is not { } seen)
            {
                var limit = worker.WasSeen || view.Hang > JoinGrace ? view.Hang : JoinGrace;
                return Due(worker.LastSeen + limit) ? $"has said nothing for {Seconds(now - worker.LastSeen)}" : null;
            }

            if (seen.IsReady || !Due(worker.LastProgress + Stalled))
                return null;
            return $"is not ready and has not come on from {seen.Applied} for {Seconds(now - worker.LastProgress)}{(seen.Trouble.Length > 0 ? ": " + seen.Trouble : "")}";
        }

        /// <summary>The leader last: so nobody stands for election while the others go.</summary>
        private void EndAll()
        {
            var alive = view.Slots.Where(slot => slot.IsBusy || slot.Worker is { IsAlive: true }).ToList();
            foreach (var slot in alive.Where(slot => !slot.IsBusy && (slot.Slot != view.LeaderSlot || alive.Count == 1)).OrderByDescending(slot => slot.Slot))
                Leave(slot.Worker!, "the stack is being stopped");
        }

        /// <summary>
        /// Nobody is taken away while there is no leader, or while one of those that stay is not ready: a smaller number is no reason to
        /// be left with fewer than that.
        /// </summary>
        private void DrainSurplus(IReadOnlyList<int> wanted)
        {
            if (!view.HasLeader || !wanted.All(slot => _slots.GetValueOrDefault(slot)?.Worker is { IsServing: true }))
                return;
            foreach (var slot in view.Slots.Where(slot => !slot.IsBusy && !wanted.Contains(slot.Slot)).OrderByDescending(slot => slot.Slot))
            {
                if (slot.Worker is { IsAlive: true } worker)
                    Leave(worker, $"{Followers()} wanted");
            }
        }

        private void Leave(WorkerView worker, string reason)
        {
            if (worker.State == ReplicaState.Starting)
                Stop(worker, StopGrace, reason);
            else if (worker.State == ReplicaState.Ready)
                Move(worker, ReplicaState.Draining, reason);
        }

        private bool MustHear() => !view.HasLeader && (!view.HasLed || Due(view.LeaderlessSince + HearAfter));

        private void Fill(IReadOnlyList<int> wanted)
        {
            foreach (var number in Startable(wanted))
            {
                var slot = _slots.GetValueOrDefault(number) ?? new WorkerSlotView { Slot = number };
                if (slot.Worker is not null || slot.IsBusy || !Due(slot.CrashLoop.NotBefore))
                    continue;
                var reason = slot.CrashLoop.EarlyEnds > 0
                    ? $"try {slot.CrashLoop.EarlyEnds + 1}, the last {(slot.CrashLoop.EarlyEnds == 1 ? "one" : $"{slot.CrashLoop.EarlyEnds}")} ended before ready"
                    : !view.HasLeader && view.Roster.Contains(number) && (!view.HasLed || number >= view.Wanted) ? "its folder may hold data that must be heard of" : $"{Followers()} wanted";
                _actions.Add(new StartReplica(number, view.Hash, reason));
            }
        }

        /// <summary>
        /// Until somebody has led, only those who must be heard, or else the lowest slot alone: it leads, and the others find it.
        /// </summary>
        private IEnumerable<int> Startable(IReadOnlyList<int> wanted)
        {
            if (view.HasLeader || view.HasLed)
                return wanted;
            return view.Roster.Count > 0 ? wanted.Where(view.Roster.Contains) : wanted.Take(1);
        }

        private void Retire(IReadOnlyList<int> wanted)
        {
            if (!view.HasLeader)
                return;
            foreach (var slot in view.Slots.Where(slot => slot is { IsBusy: false, Worker: null, HoldsData: true } && !wanted.Contains(slot.Slot)))
                _actions.Add(new RetireSlot(slot.Slot, $"{Followers()} wanted"));
        }

        private bool Due(TimeSpan at)
        {
            if (now >= at)
                return true;
            if (_lookAgain is null || at < _lookAgain)
                _lookAgain = at;
            return false;
        }

        private string Followers() => view.Wanted == 2 ? "1 follower" : $"{view.Wanted - 1} followers";

        private void Move(WorkerView worker, ReplicaState to, string reason) => _actions.Add(new MoveReplica(worker.Id, to, reason));

        private void Stop(WorkerView worker, TimeSpan grace, string reason) => _actions.Add(new StopReplica(worker.Id, grace, reason));

        private static string Seconds(TimeSpan span) => $"{span.TotalSeconds:0.##} s";
    }
}
