using System.Text.Json.Nodes;
using Capstan.Containers;
using Capstan.Core.Replicas;
using Capstan.Events;

namespace Capstan.Control;

/// <summary>
/// Carries out what the planner asks for. Starts and stops run beside the control loop, a few at once; what came of them is posted
/// back to it, so that all memory is touched by the loop alone.
/// </summary>
internal sealed class ActionRunner(ControlParts parts, ControlClock clock, Inventory inventory, Action<Action> post) : IDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly HashSet<ReplicaId> _removing = [];
    private readonly LastWords _lastWords = new(parts.Logs, clock.Provider);
    private int _running;

    /// <summary>Starts and stops that have not ended yet.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Carries out one action.</summary>
    /// <returns>Whether it changed the controller's memory at once, so that another look is worth while.</returns>
    public bool Run(ServiceRecord service, ReplicaAction action)
    {
        switch (action)
        {
            case MoveReplica move:
                return Move(service, service.Slots[move.Id.Slot], move);
            case StartReplica start:
                Start(service, service.Slot(start.Slot), start);
                return false;
            case StopReplica stop:
                Stop(service, service.Slots[stop.Id.Slot], stop);
                return false;
            case UpdateStep step:
                service.Turn(step.Turn);
                if (step.Turn != UpdateTurn.Proven)
                    parts.Events.Append(step.Turn == UpdateTurn.Done ? EventKinds.UpdateDone : EventKinds.UpdateReturned, step.Reason, service.Name);
                return true;
            default:
                throw new InvalidOperationException($"Unknown action {action}.");
        }
    }

    /// <summary>Removes a replica that belongs to no slot.</summary>
    public void RemoveLeftover(RuntimeReplica leftover)
    {
        if (!_removing.Add(leftover.Id))
            return;
        var reason = leftover.IsRunning ? "a running replica that belongs to no slot any more" : "a leftover that had ended";
        parts.Events.Append(EventKinds.LeftoverRemoved, reason, leftover.Id.Service, leftover.Id.ToString());
        _ = InBackground(
            token => parts.Runtime.StopAsync(leftover.Id, leftover.IsRunning ? ReplicaPlanner.FailedGrace : TimeSpan.Zero, token),
            _ => _removing.Remove(leftover.Id));
    }

    public void Dispose() => _places.Dispose();

    private bool Move(ServiceRecord service, SlotRecord slot, MoveReplica move)
    {
        if (slot.Replica is not { } replica || replica.Id != move.Id)
            return false;
        var served = replica.Life.State is ReplicaState.Warming or ReplicaState.Ready;
        if (!replica.MoveTo(move.To, move.Reason, clock))
            return false;
        if (move.To == ReplicaState.Failed)
        {
            RememberEnd(slot, replica, move.Reason);
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
        parts.Events.Append(kind, move.Reason, service.Name, replica.Id.ToString(), new JsonObject { ["port"] = replica.Seen.Port, ["pid"] = replica.Seen.Pid });
        return true;
    }

    private void RememberEnd(SlotRecord slot, ReplicaRecord replica, string reason)
    {
        slot.CrashLoop = slot.CrashLoop.After(replica.Life.Started, replica.Life.FirstServed, clock.Now, parts.Chance());
        slot.FailedReason = reason;
        slot.FailedAt = clock.Wall;
        if (replica.Life.FirstServed is null)
            slot.FailedHash = replica.Seen.SpecHash;
    }

    private void Start(ServiceRecord service, SlotRecord slot, StartReplica start)
    {
        slot.IsBusy = true;
        slot.Attempt = clock.Now;
        slot.Generation++;
        if (slot.Port == 0)
            slot.Port = service.Spec.Ports?.PortOf(slot.Number) ?? PickPort(service, slot);
        var launch = new ReplicaLaunch
        {
            Id = new ReplicaId(service.Name, slot.Number, slot.Generation),
            Template = service.TemplateOf(start.Hash),
            SpecHash = start.Hash,
            Port = slot.Port,
            Publish = service.Spec.Publish,
        };
        StartOutcome outcome = StartOutcome.Failed(StartFault.Transient, "the start was not finished");
        _ = InBackground(
            async token => outcome = await LaunchAsync(launch, token),
            fault => Started(service, slot, launch, start.Reason, fault is null ? outcome : StartOutcome.Failed(StartFault.Transient, fault.Message)));
    }

    private int PickPort(ServiceRecord service, SlotRecord slot)
    {
        var taken = service.Slots.Values.Select(other => other.Port).ToHashSet();
        return PortPicker.Pick(parts.StateFolder, service.Name, slot.Number, service.Spec.Publish, taken);
    }

    private async Task<StartOutcome> LaunchAsync(ReplicaLaunch launch, CancellationToken token)
    {
        if (parts.Images is { } images && launch.Template.Image is { } image
            && await images.EnsureAsync(image, new PullReporter(parts.Events, launch.Id), token) is { } fault)
            return StartOutcome.Failed(StartFault.NotFound, fault);
        return await parts.Runtime.StartAsync(launch, token);
    }

    private void Started(ServiceRecord service, SlotRecord slot, ReplicaLaunch launch, string reason, StartOutcome outcome)
    {
        slot.IsBusy = false;
        if (outcome.Replica is { } replica)
        {
            parts.Events.Append(
                EventKinds.ReplicaStarted,
                $"{reason}; port {replica.Port}, process {replica.Pid}",
                service.Name,
                launch.Id.ToString(),
                new JsonObject { ["port"] = replica.Port, ["pid"] = replica.Pid, ["containerId"] = replica.ContainerId, ["specHash"] = launch.SpecHash });
            inventory.Put(service, slot, replica, slot.Attempt);
            return;
        }

        slot.CrashLoop = slot.CrashLoop.After(slot.Attempt, null, clock.Now, parts.Chance());
        slot.FailedReason = outcome.Detail;
        slot.FailedAt = clock.Wall;
        // A taken port or a passing fault says nothing about the version that was to be started.
        if (outcome.Fault is StartFault.NotFound or StartFault.Refused)
            slot.FailedHash = launch.SpecHash;
        if (outcome.Fault == StartFault.PortTaken && service.Spec.Ports is null)
            slot.Port = 0;
        var wait = Math.Max(0, (slot.CrashLoop.NotBefore - clock.Now).TotalSeconds);
        parts.Events.Append(EventKinds.ReplicaStartFailed, $"{outcome.Detail} Next try in {wait:0.#} s.", service.Name, launch.Id.ToString());
    }

    private void Stop(ServiceRecord service, SlotRecord slot, StopReplica stop)
    {
        if (slot.Replica is not { } replica)
            return;
        slot.IsBusy = true;
        var watch = replica.Watch;
        replica.Watch = null;
        var neverServed = replica.Life is { State: ReplicaState.Failed, FirstServed: null };
        var words = "";
        _ = InBackground(
            async token =>
            {
                if (watch is not null)
                    await watch.DisposeAsync();
                if (neverServed)
                    words = await _lastWords.OfAsync(stop.Id);
                await parts.Runtime.StopAsync(stop.Id, stop.Grace, token);
            },
            fault =>
            {
                slot.FailedReason += words;
                Stopped(service, slot, replica, stop.Reason, fault);
            });
    }

    private void Stopped(ServiceRecord service, SlotRecord slot, ReplicaRecord replica, string reason, Exception? fault)
    {
        slot.IsBusy = false;
        if (fault is not null)
        {
            // It stays in its slot and in its state: the next pass asks for its stop again.
            slot.FailedReason = $"could not be stopped: {fault.Message}";
            slot.FailedAt = clock.Wall;
            return;
        }

        replica.MoveTo(ReplicaState.Gone, reason, clock);
        slot.Replica = null;
        parts.Events.Append(EventKinds.ReplicaGone, reason, service.Name, replica.Id.ToString());
        if (slot.CrashLoop.EarlyEnds > 0 && slot.CrashLoop.NotBefore > clock.Now)
        {
            var wait = (slot.CrashLoop.NotBefore - clock.Now).TotalSeconds;
            parts.Events.Append(
                EventKinds.SlotBackoff,
                $"slot {slot.Number} waits {wait:0.#} s: {EarlyEnds(slot.CrashLoop.EarlyEnds)}: {slot.FailedReason}",
                service.Name,
                data: new JsonObject { ["slot"] = slot.Number, ["earlyEnds"] = slot.CrashLoop.EarlyEnds, ["waitSeconds"] = Math.Round(wait, 2) });
        }
    }

    private static string EarlyEnds(int count) => count == 1 ? "a replica ended too early" : $"{count} replicas in a row ended too early";

    /// <summary>Runs an effect beside the loop and posts its end to it, whatever came of it.</summary>
    private async Task InBackground(Func<CancellationToken, Task> effect, Action<Exception?> ended)
    {
        Interlocked.Increment(ref _running);
        Exception? fault = null;
        await Task.Yield();
        await _places.WaitAsync();
        try
        {
            await effect(CancellationToken.None);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        finally
        {
            _places.Release();
        }

        post(() =>
        {
            Interlocked.Decrement(ref _running);
            ended(fault);
        });
    }
}
