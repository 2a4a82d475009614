using Capstan.Core.Stacks;
using Capstan.Core.Stacks.Changes;
using Capstan.Database.Engines;
using Capstan.Drills;
using Capstan.Events;

namespace Capstan.Control;

/// <summary>This part: what operators and clients ask for, from any thread. It is posted to the loop, which decides.</summary>
internal sealed partial class StackController
{
    public string? Scale(string service, int wanted)
    {
        if (Refusal(service, wanted) is { } fault)
            return fault;
        var isRuled = _spec.Services.Any(spec => spec.Name == service && spec.Scale is not null) || _spec.Databases.Any(spec => spec.Name == service && spec.Scale is not null);
        Post(() =>
        {
            if (!_groups.TryGetValue(service, out var group))
                return;
            var note = isRuled ? " until the next window is decided" : "";
            _parts.Events.Append(EventKinds.ScaleSet, $"set from {group.Wanted} to {wanted} by an operator{note}", service);
            group.Wanted = wanted;
        });
        return null;
    }

    public async Task<string?> ForceLeaderAsync(string database, CancellationToken cancellationToken)
    {
        if (!_parts.Databases.TryGetValue(database, out var parts))
            return $"There is no database '{database}'; the stack has {string.Join(", ", _spec.Databases.Select(spec => spec.Name).DefaultIfEmpty("none"))}.";
        if (parts.Engine.Read().View.Leader is not null)
            return $"'{database}' has a leader; there is nothing to force.";
        try
        {
            await parts.Engine.ForceLeaderAsync(cancellationToken);
        }
        catch (EngineException fault)
        {
            return fault.Message;
        }

        _parts.Events.Append(EventKinds.DatabaseForced, "an operator lets a worker lead although slots that cannot be asked may hold more than the log", database);
        _dirty.Mark();
        return null;
    }

    /// <summary>Kills a worker of a database, as its API was asked to, and waits until its process is gone.</summary>
    /// <returns>False when no worker runs as that process.</returns>
    public async Task<bool> CrashAsync(string database, int pid)
    {
        var found = new TaskCompletionSource<ReplicaRecord?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => found.SetResult(_databases.Crash(database, pid, _runner)));
        if (await found.Task is not { } worker)
            return false;
        await worker.Gone;
        return true;
    }

    public async Task<DrillOutcome> DrillAsync(DrillRequest asked, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource<DrillOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _drills.Begin(asked, _stopping, told));
        return await told.Task.WaitAsync(cancellationToken);
    }

    public async Task EndDrillAsync(long id, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _drills.End(id, told));
        await told.Task.WaitAsync(cancellationToken);
    }

    public ReloadOutcome Reload(StackSpec changed)
    {
        var changes = StackChanges.Describe(_spec, changed);
        var refused = changes.Where(change => change.Kind == StackChangeKind.Refused).Select(change => change.Sentence).ToList();
        if (refused.Count > 0)
        {
            _parts.Events.Append(EventKinds.ReloadRefused, string.Join(" ", refused));
            return new ReloadOutcome(false, refused);
        }

        var lines = changes.Select(change => change.Sentence).ToList();
        _spec = changed;
        Post(() =>
        {
            _databases.TakeOver(changed);
            _roster.TakeOver(changed, lines);
        });
        return new ReloadOutcome(true, lines);
    }

    public void Stop(string reason) => Stop(reason, keepCounts: false);

    /// <summary>Stops like <see cref="Stop(string)"/>, but the next start goes on with the counts of now.</summary>
    public void StopKeepingCounts(string reason) => Stop(reason, keepCounts: true);

    private void Stop(string reason, bool keepCounts) => Post(() =>
    {
        if (_stopping)
            return;
        _stopping = true;
        _keepCounts = keepCounts;
        _runner.EndPulls();
        _parts.Events.Append(EventKinds.StackStopping, reason);
        _stopAsked.TrySetResult();
    });

    private string? Refusal(string name, int wanted)
    {
        if (_spec.Services.FirstOrDefault(spec => spec.Name == name) is { } service)
            return ScaleLimits.Check(service, wanted);
        if (_spec.Databases.FirstOrDefault(spec => spec.Name == name) is { } database)
            return ScaleLimits.Check(database, wanted);
        var known = _spec.Services.Select(spec => spec.Name).Concat(_spec.Databases.Select(spec => spec.Name));
        return $"There is no service '{name}'; the stack has {string.Join(", ", known)}.";
    }
}
