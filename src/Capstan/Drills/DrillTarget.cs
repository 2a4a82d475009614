namespace Capstan.Drills;

/// <summary>Whom a drill injured.</summary>
/// <param name="Replica">Its identity, as in events: <c>main/0#3</c>.</param>
/// <param name="Slot">Number of its slot.</param>
/// <param name="Generation">Which in its slot's history it is.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Role"><c>leader</c> or <c>follower</c>; null for a replica of a service.</param>
public sealed record DrillTarget(string Replica, int Slot, int Generation, int Pid, string? Role);
