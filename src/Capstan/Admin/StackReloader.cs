using Capstan.Commands;
using Capstan.Control;
using Capstan.Core.Stacks.Changes;
using Capstan.Events;
using Capstan.Hosting;
using Capstan.StackFiles;

namespace Capstan.Admin;

/// <summary>Reloads of one running stack. It remembers which file and overrides were taken over last.</summary>
public sealed class StackReloader(StackRun started, IStackControl control, IEventLog events) : IStackReloader
{
    private readonly Lock _lock = new();
    private StackRun _current = started;

    /// <inheritdoc />
    public ReloadOutcome Reload(ReloadRequest request)
    {
        lock (_lock)
        {
            var file = request.File ?? _current.File;
            var set = request.Set ?? _current.Set;
            var reading = StackFileReader.ReadFile(file, set, _current.Environment);
            if (reading.Spec is not { } changed)
            {
                var faults = reading.Faults.Select(Line).ToList();
                if (!request.Preview)
                    events.Append(EventKinds.ReloadRefused, $"{file} has {Humane.Count(faults.Count, "fault")}; the first: {faults[0]}");
                return new ReloadOutcome(false, faults);
            }

            if (request.Preview)
                return Preview(changed);
            var outcome = control.Reload(changed);
            if (outcome.Accepted)
                _current = _current with { Spec = changed, File = file, Set = set };
            return outcome;
        }
    }

    private ReloadOutcome Preview(Core.Stacks.StackSpec changed)
    {
        var changes = StackChanges.Describe(_current.Spec, changed);
        var refused = changes.Where(change => change.Kind == StackChangeKind.Refused).ToList();
        return new ReloadOutcome(refused.Count == 0, [.. (refused.Count == 0 ? changes : refused).Select(change => change.Sentence)]);
    }

    private static string Line(StackFault fault)
    {
        var place = fault.Line > 0 ? $"{fault.File}:{fault.Line}:{fault.Column}" : fault.File;
        var setting = fault.Path.Length > 0 ? $"{fault.Path}: " : "";
        return $"{place}: {setting}{fault.Message}{(fault.Remedy is null ? "" : "; " + fault.Remedy)}";
    }
}
