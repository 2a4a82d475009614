using System.Text.Json.Nodes;
using Capstan.Database.Engines;
using Capstan.Events;

namespace Capstan.Drills;

/// <summary>Finds in the log of events when an injected fault was noticed. Nobody tells the stack of it, so this is its own finding.</summary>
internal static class DrillDetection
{
    private static readonly string[] OfReplicas =
        [EventKinds.ReplicaFailed, EventKinds.ReplicaDraining, EventKinds.ReplicaUnavailable, EventKinds.TargetEjected];

    private static readonly string[] OfWorkers =
        [EventKinds.DatabasePrefix + NoticeKinds.WorkerLeft, EventKinds.DatabasePrefix + NoticeKinds.LeaderLost, EventKinds.DatabasePrefix + NoticeKinds.StepDown];

    /// <summary>The first event after an injection that shows it; null while none does.</summary>
    public static StackEvent? First(DrillInjection injection, IEnumerable<StackEvent> events) =>
        events.Where(happened => happened.Id > injection.Id && happened.Service == injection.Name && Shows(injection, happened)).MinBy(happened => happened.Id);

    /// <summary>When a successor of a target, or the target itself, became ready after the injection; null while one of them has not.</summary>
    public static DateTimeOffset? AllReady(DrillInjection injection, IReadOnlyList<StackEvent> events)
    {
        DateTimeOffset? last = null;
        foreach (var target in injection.Targets)
        {
            var ready = events.FirstOrDefault(happened => happened.Id > injection.Id && happened.Kind == EventKinds.ReplicaReady && IsSuccessor(target, injection.Name, happened));
            if (ready is null)
                return null;
            if (last is null || ready.Time > last)
                last = ready.Time;
        }

        return last;
    }

    private static bool Shows(DrillInjection injection, StackEvent happened) => injection.Targets.Any(target =>
        (OfReplicas.Contains(happened.Kind) && happened.Replica == target.Replica)
        || (OfWorkers.Contains(happened.Kind) && happened.Data?["slot"] is JsonValue slot && slot.TryGetValue<int>(out var number) && number == target.Slot));

    private static bool IsSuccessor(DrillTarget target, string name, StackEvent happened) =>
        Core.Replicas.ReplicaId.TryParse(happened.Replica, out var id) && id.Service == name && id.Slot == target.Slot && id.Generation > target.Generation;
}
