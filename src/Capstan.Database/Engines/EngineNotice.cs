namespace Capstan.Database.Engines;

/// <summary>Something that an operator may want to read.</summary>
/// <param name="Kind">Stable name: <c>worker-joined</c>, <c>worker-refused</c>, <c>worker-left</c>, <c>leader-elected</c>, <c>leader-lost</c>, <c>worker-ready</c>,
/// <c>step-down</c>, <c>quarantined</c>, <c>log-cut</c>, <c>log-repaired</c>, <c>snapshot-made</c>, <c>snapshot-taken</c>, <c>diverged</c>, <c>record-skipped</c>,
/// <c>slot-retired</c>, <c>schema-applied</c>, <c>schema-differs</c>, <c>election-blocked</c>, <c>lifeline-missing</c>, <c>changed</c> (nothing to read: look again).</param>
/// <param name="Detail">A sentence with the reason and its figures.</param>
/// <param name="Slot">The worker's slot; null when it is about none.</param>
public sealed record EngineNotice(string Kind, string Detail, int? Slot);
