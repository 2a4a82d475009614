using System.Text.Json.Nodes;
using Capstan.Containers;
using Capstan.Control.Databases;
using Capstan.Core.Drills;
using Capstan.Drills;
using Capstan.Events;

namespace Capstan.Control.Drills;

/// <summary>
/// Injects the faults of drills. It tells nobody but the log of events: what the controller remembers stays as it is, so that a drill's
/// death is found, judged and mended as any other.
/// </summary>
internal sealed class DrillRunner(ControlParts parts, ControlClock clock, IReadOnlyDictionary<string, ReplicaGroup> groups, EffectRunner effects)
{
    /// <summary>Beyond the failed checks that a hanging replica is known by: time for its end and for its successor's start.</summary>
    private static readonly TimeSpan ReplacementTime = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, DrillPause> _pauses = [];

    /// <summary>Begins a drill on the control loop.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="isStopping">Whether the stack is being stopped.</param>
    /// <param name="told">Gets the outcome.</param>
    public void Begin(DrillRequest asked, bool isStopping, TaskCompletionSource<DrillOutcome> told)
    {
        if (Prepare(asked, isStopping, out var info, out var group, out var targets) is { } refusal)
        {
            told.SetResult(DrillOutcome.Refuse(refusal));
            return;
        }

        var length = info.Pauses ? LengthOf(asked, group) : (TimeSpan?)null;
        var id = Say(info, group, targets, length);
        if (length is { } pause)
            _pauses[id] = new DrillPause(group.Name, targets, clock.Now + pause);
        DateTimeOffset began = default;
        DateTimeOffset done = default;
        effects.Begin(
            async () =>
            {
                began = clock.Wall;
                await InflictAsync(targets, length);
                done = clock.Wall;
            },
            fault =>
            {
                if (fault is null)
                    told.SetResult(DrillOutcome.Of(new DrillInjection(id, info.Word, group.Name, began, done, length?.TotalSeconds, [.. targets.Select(target => TargetOf(target, group))])));
                else
                    Fail(id, group, fault, told);
            });
    }

    /// <summary>Lets go on, on the control loop, what a drill paused.</summary>
    /// <param name="id">Number of the drill.</param>
    /// <param name="told">Gets how many were let go on; 0 when its pause is over, or it is not known.</param>
    public void End(long id, TaskCompletionSource<int> told)
    {
        if (!_pauses.Remove(id, out var pause))
        {
            told.SetResult(0);
            return;
        }

        var resumed = 0;
        effects.Begin(
            async () =>
            {
                foreach (var target in pause.Targets)
                    resumed += await parts.Faults.ResumeAsync(target.Id, CancellationToken.None) ? 1 : 0;
            },
            fault =>
            {
                if (fault is null)
                {
                    parts.Events.Append(EventKinds.DrillEnded, $"drill {id} is ended before its time: what it paused goes on", pause.Name);
                    told.SetResult(resumed);
                }
                else
                {
                    told.SetException(fault);
                }
            });
    }

    private string? Prepare(DrillRequest asked, bool isStopping, out DrillFaultInfo info, out ReplicaGroup group, out IReadOnlyList<DrillMember> targets)
    {
        info = DrillFaults.Find(asked.Fault) ?? throw new ArgumentException("The caller checks the name of the fault.", nameof(asked));
        var name = (info.IsOfDatabase ? asked.Database : asked.Service) ?? "";
        targets = [];
        if (!groups.TryGetValue(name, out group!))
            return $"There is no '{name}'.";
        if (isStopping)
            return "The stack is being stopped.";
        foreach (var over in _pauses.Where(pause => IsOver(pause.Value)).Select(pause => pause.Key).ToList())
            _pauses.Remove(over);
        if (_pauses.Values.Any(pause => pause.Name == name))
            return $"A drill pauses a part of '{name}' already; wait until it is over.";
        var choice = DrillTargets.Choose(info.Fault, DrillViews.Of(group));
        targets = choice.Targets;
        return choice.Refusal;
    }

    // What was paused may have been replaced long before its time.
    private bool IsOver(DrillPause pause) => pause.Until <= clock.Now
        || !groups.TryGetValue(pause.Name, out var group)
        || pause.Targets.All(target => !group.Slots.TryGetValue(target.Id.Slot, out var slot) || slot.Replica is not { IsAlive: true } replica || replica.Id != target.Id);

    private long Say(DrillFaultInfo info, ReplicaGroup group, IReadOnlyList<DrillMember> targets, TimeSpan? length)
    {
        var whom = string.Join(", ", targets.Select(target => $"{target.Id} (process {target.Pid})"));
        var what = length is { } pause ? $"{whom} paused for {pause.TotalSeconds:0.###} s" : $"{whom} killed";
        var data = new JsonObject
        {
            ["fault"] = info.Word,
            ["seconds"] = length?.TotalSeconds,
            ["pids"] = new JsonArray([.. targets.Select(target => (JsonNode)target.Pid)]),
        };
        return parts.Events.Append(
            EventKinds.DrillStarted, $"drill: {info.Word}: {what}, as an operator asks", group.Name, targets.Count == 1 ? targets[0].Id.ToString() : null, data).Id;
    }

    // All at once: a worker that is killed a moment after the others would be no proof.
    private async Task InflictAsync(IReadOnlyList<DrillMember> targets, TimeSpan? length)
    {
        var met = await Task.WhenAll(targets.Select(target => length is { } pause
            ? parts.Faults.PauseAsync(target.Id, pause, CancellationToken.None)
            : parts.Faults.KillAsync(target.Id, CancellationToken.None)));
        if (met.Contains(false))
            throw new RuntimeUnavailableException("What was to be injured had ended by itself a moment before.");
    }

    private void Fail(long id, ReplicaGroup group, Exception fault, TaskCompletionSource<DrillOutcome> told)
    {
        _pauses.Remove(id);
        parts.Events.Append(EventKinds.DrillEnded, $"drill {id} failed: {fault.Message}", group.Name);
        told.SetResult(DrillOutcome.Refuse(fault.Message));
    }

    private static TimeSpan LengthOf(DrillRequest asked, ReplicaGroup group) =>
        asked.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds)
        : group is DatabaseRecord database ? 2 * database.Spec.Session
        : group is ServiceRecord { Spec.Health: var health } ? (health.Interval + health.Timeout) * health.Failures + ReplacementTime
        : ReplacementTime;

    private static DrillTarget TargetOf(DrillMember target, ReplicaGroup group) => new(
        target.Id.ToString(), target.Id.Slot, target.Id.Generation, target.Pid, group is DatabaseRecord ? target.IsLeader ? "leader" : "follower" : null);
}
