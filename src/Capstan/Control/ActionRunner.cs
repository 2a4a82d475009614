using System.Text.Json.Nodes;
using Capstan.Containers;
using Capstan.Control.Databases;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Core.Workers;
using Capstan.Events;

namespace Capstan.Control;

/// <summary>
/// Carries out what the planner asks for. Starts and stops run beside the control loop, a few at once where they are work and no wait; what
/// came of them is posted back to it, so that all memory is touched by the loop alone.
/// </summary>
internal sealed class ActionRunner(
    ControlParts parts, ControlClock clock, Inventory inventory, IReadOnlyDictionary<string, ReplicaGroup> groups, EffectRunner effects) : IDisposable
{
    /// <summary>Pause after a stop that failed.</summary>
    private static readonly TimeSpan StopPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _pulls = new();
    private readonly HashSet<ReplicaId> _removing = [];
    private readonly Dictionary<ReplicaId, TimeSpan> _unremoved = [];
    private readonly SlotRetirement _retirement = new(parts.Events, clock, effects);
    private readonly LastWords _lastWords = new(parts.Logs, clock.Provider);

    /// <summary>Carries out one action.</summary>
    /// <returns>Whether it changed the controller's memory at once, so that another look is worth while.</returns>
    public bool Run(ReplicaGroup group, ReplicaAction action)
    {
        switch (action)
        {
            case MoveReplica move:
                return Move(group, group.Slots[move.Id.Slot], move);
            case StartReplica start:
                Start(group, group.Slot(start.Slot), start);
                return false;
            case StopReplica stop:
                Stop(group, group.Slots[stop.Id.Slot], stop);
                return false;
            case UpdateStep step when group is ServiceRecord service:
                service.Turn(step.Turn);
                if (step.Turn != UpdateTurn.Proven)
                    parts.Events.Append(step.Turn == UpdateTurn.Done ? EventKinds.UpdateDone : EventKinds.UpdateReturned, step.Reason, group.Name);
                return true;
            case RetireSlot retire when group is DatabaseRecord database:
                _retirement.Ask(database, group.Slot(retire.Slot));
                return false;
            default:
                throw new InvalidOperationException($"Unknown action {action}.");
        }
    }

    /// <summary>Whether a leftover in a slot's place is being removed; until then it has the slot's port.</summary>
    public bool IsRemoving(string service, int slot) => _removing.Any(id => id.Service == service && id.Slot == slot);

    /// <summary>Removes a replica that belongs to no slot.</summary>
    public void RemoveLeftover(RuntimeReplica leftover)
    {
        if (_unremoved.TryGetValue(leftover.Id, out var notBefore) && clock.Now < notBefore)
            return;
        if (!_removing.Add(leftover.Id))
            return;
        var again = _unremoved.ContainsKey(leftover.Id);
        if (!again)
        {
            var reason = leftover.IsRunning ? "a running replica that belongs to no slot any more" : "a leftover that had ended";
            parts.Events.Append(EventKinds.LeftoverRemoved, reason, leftover.Id.Service, leftover.Id.ToString());
        }

        effects.Begin(
            () => StopAsync(leftover.Id, leftover.IsRunning ? ReplicaPlanner.FailedGrace : TimeSpan.Zero),
            fault =>
            {
                _removing.Remove(leftover.Id);
                if (fault is null)
                {
                    _unremoved.Remove(leftover.Id);
                    return;
                }

                _unremoved[leftover.Id] = clock.Now + StopPause;
                if (!again)
                    SayStopFailed(leftover.Id, fault);
            });
    }

    /// <summary>Gives up the pulls under way and those to come, since nothing is to be started any more.</summary>
    public void EndPulls() => _pulls.Cancel();

    public void Dispose()
    {
        _pulls.Dispose();
    }

    private bool Move(ReplicaGroup group, SlotRecord slot, MoveReplica move)
    {
        if (slot.Replica is not { } replica || replica.Id != move.Id)
            return false;
        var served = replica.Life.State is ReplicaState.Warming or ReplicaState.Ready;
        if (!replica.MoveTo(move.To, move.Reason, clock))
            return false;
        if (move.To == ReplicaState.Failed)
        {
            RememberEnd(group, slot, replica, move.Reason);
            slot.IsGivenUp |= served && replica.IsAlive;
        }
        else if (move.To is ReplicaState.Warming or ReplicaState.Ready)
        {
            slot.FailedHash = null;
            slot.FailedReason = "";
            slot.IsGivenUp = false;
        }

        var kind = move.To switch
        {
            ReplicaState.Warming or ReplicaState.Ready => EventKinds.ReplicaReady,
            ReplicaState.Draining => EventKinds.ReplicaDraining,
            _ => EventKinds.ReplicaFailed,
        };
        parts.Events.Append(kind, move.Reason, group.Name, replica.Id.ToString(), new JsonObject { ["port"] = PortOf(replica.Seen), ["pid"] = replica.Seen.Pid });
        return true;
    }

    private void RememberEnd(ReplicaGroup group, SlotRecord slot, ReplicaRecord replica, string reason)
    {
        slot.CrashLoop = group.AfterEnd(slot, replica, clock.Now, parts.Chance());
        slot.FailedReason = reason;
        slot.FailedAt = clock.Wall;
        if (replica.Life.FirstServed is null)
            slot.FailedHash = replica.Seen.SpecHash;
    }

    private void Start(ReplicaGroup group, SlotRecord slot, StartReplica start)
    {
        slot.Attempt = clock.Now;
        slot.Generation++;
        var id = new ReplicaId(group.Name, slot.Number, slot.Generation);
        try
        {
            if (slot.Port == 0 && group.HasPorts)
                slot.Port = group.Ports?.PortOf(slot.Number) ?? PickPort(group, slot);
        }
        catch (IOException noPort)
        {
            StartFailed(group, slot, id, start.Hash, StartOutcome.Failed(StartFault.Transient, noPort.Message));
            return;
        }

        slot.IsBusy = true;
        group.Begin(slot);
        var launch = new ReplicaLaunch
        {
            Id = id,
            Template = group.TemplateOf(start.Hash, slot.Number),
            SpecHash = start.Hash,
            Port = slot.Port,
            Publish = group.Publish,
            Data = group.DataOf(slot.Number),
        };
        var outcome = StartOutcome.Failed(StartFault.Transient, "The start was not finished.");
        effects.Begin(
            async () => outcome = await LaunchAsync(launch),
            fault => Started(group, slot, launch, start.Reason, fault is null ? outcome : StartOutcome.Failed(StartFault.Transient, fault.Message)));
    }

    private int PickPort(ReplicaGroup group, SlotRecord slot)
    {
        // Nobody listens yet on the ports of replicas that are just being started, so those of all services are left out by memory.
        var taken = groups.Values.SelectMany(other => other.Slots.Values).Select(other => other.Port).ToHashSet();
        foreach (var range in groups.Values.Select(other => other.Ports).OfType<PortRange>())
            taken.UnionWith(Enumerable.Range(range.First, range.Count));
        return PortPicker.Pick(parts.StateFolder, group.Name, slot.Number, group.Publish, taken);
    }

    // A pull can take minutes: it takes no place that other services need for their starts and stops.
    private async Task<StartOutcome> LaunchAsync(ReplicaLaunch launch)
    {
        try
        {
            if (parts.Images is { } images && launch.Template.Image is { } image
                && await images.EnsureAsync(image, new PullReporter(parts.Events, launch.Id), _pulls.Token) is { } fault)
                return StartOutcome.Failed(StartFault.NotFound, fault);
        }
        catch (OperationCanceledException) when (_pulls.IsCancellationRequested)
        {
            return StartOutcome.Failed(StartFault.Transient, "The stack is being stopped.");
        }

        var outcome = StartOutcome.Failed(StartFault.Transient, "The start was not finished.");
        await effects.InPlaceAsync(async () => outcome = await parts.Runtime.StartAsync(launch, CancellationToken.None));
        return outcome;
    }

    private void Started(ReplicaGroup group, SlotRecord slot, ReplicaLaunch launch, string reason, StartOutcome outcome)
    {
        slot.IsBusy = false;
        if (outcome.Replica is { } replica)
        {
            parts.Events.Append(
                EventKinds.ReplicaStarted,
                replica.Port > 0 ? $"{reason}; port {replica.Port}, process {replica.Pid}" : $"{reason}; process {replica.Pid}",
                group.Name,
                launch.Id.ToString(),
                new JsonObject { ["port"] = PortOf(replica), ["pid"] = replica.Pid, ["containerId"] = replica.ContainerId, ["specHash"] = launch.SpecHash });
            inventory.Put(group, slot, replica, slot.Attempt);
        }
        else
        {
            StartFailed(group, slot, launch.Id, launch.SpecHash, outcome);
        }
    }

    private void StartFailed(ReplicaGroup group, SlotRecord slot, ReplicaId id, string hash, StartOutcome outcome)
    {
        slot.CrashLoop = slot.CrashLoop.After(slot.Attempt, null, clock.Now, parts.Chance());
        slot.FailedReason = outcome.Detail;
        slot.FailedAt = clock.Wall;
        // A taken port or a passing fault says nothing about the version that was to be started.
        if (outcome.Fault is StartFault.NotFound or StartFault.Refused)
            slot.FailedHash = hash;
        if (outcome.Fault == StartFault.PortTaken && group.Ports is null)
            slot.Port = 0;
        var wait = Math.Max(0, (slot.CrashLoop.NotBefore - clock.Now).TotalSeconds);
        parts.Events.Append(EventKinds.ReplicaStartFailed, $"{outcome.Detail} Next try in {wait:0.#} s.", group.Name, id.ToString());
    }

    private void Stop(ReplicaGroup group, SlotRecord slot, StopReplica stop)
    {
        if (slot.Replica is not { } replica || clock.Now < slot.StopNotBefore)
            return;
        slot.IsBusy = true;
        // Whatever comes of the stop, a newcomer that nobody asks any more has no way to become ready.
        if (replica.Life.State == ReplicaState.Starting)
            replica.MoveTo(ReplicaState.Draining, stop.Reason, clock);
        var watch = replica.Watch;
        replica.Watch = null;
        var neverServed = replica.Life is { State: ReplicaState.Failed, FirstServed: null };
        var words = "";
        effects.Begin(
            async () =>
            {
                if (watch is not null)
                    await watch.DisposeAsync();
                if (neverServed)
                    words = await _lastWords.OfAsync(stop.Id);
                await StopAsync(stop.Id, stop.Grace);
            },
            fault =>
            {
                if (words.Length > 0)
                    slot.FailedReason += words;
                Stopped(group, slot, replica, stop.Reason, fault);
            });
    }

    // A stop with a grace is a wait, of up to an hour: it takes no place that others need for their starts and for clearing away.
    private Task StopAsync(ReplicaId id, TimeSpan grace) => grace > TimeSpan.Zero
        ? parts.Runtime.StopAsync(id, grace, CancellationToken.None)
        : effects.InPlaceAsync(() => parts.Runtime.StopAsync(id, grace, CancellationToken.None));

    private void Stopped(ReplicaGroup group, SlotRecord slot, ReplicaRecord replica, string reason, Exception? fault)
    {
        slot.IsBusy = false;
        if (fault is not null)
        {
            // It stays in its slot and in its state: a later pass asks for its stop again.
            var why = $"could not be stopped: {fault.Message}";
            if (slot.FailedReason != why)
                SayStopFailed(replica.Id, fault);
            slot.FailedReason = why;
            slot.FailedAt = clock.Wall;
            slot.StopNotBefore = clock.Now + StopPause;
            return;
        }

        replica.MoveTo(ReplicaState.Gone, reason, clock);
        slot.Replica = null;
        parts.Events.Append(EventKinds.ReplicaGone, reason, group.Name, replica.Id.ToString());
        if (slot.CrashLoop.EarlyEnds > 0 && slot.CrashLoop.NotBefore > clock.Now)
        {
            var wait = (slot.CrashLoop.NotBefore - clock.Now).TotalSeconds;
            parts.Events.Append(
                EventKinds.SlotBackoff,
                $"slot {slot.Number} waits {wait:0.#} s: {EarlyEnds(slot.CrashLoop.EarlyEnds)}: {slot.FailedReason}",
                group.Name,
                data: new JsonObject { ["slot"] = slot.Number, ["earlyEnds"] = slot.CrashLoop.EarlyEnds, ["waitSeconds"] = Math.Round(wait, 2) });
        }
    }

    private static int? PortOf(RuntimeReplica replica) => replica.Port > 0 ? replica.Port : null;

    private static string EarlyEnds(int count) => count == 1 ? "a replica ended too early" : $"{count} replicas in a row ended too early";

    private void SayStopFailed(ReplicaId id, Exception fault) =>
        parts.Events.Append(
            EventKinds.ReplicaStopFailed, $"{fault.Message.TrimEnd('.')}. It is tried again every second.", id.Service, id.ToString());
}
