namespace Capstan.Drills;

/// <summary>A fault that was injected: the answer to <c>POST /v1/drills</c>.</summary>
/// <param name="Id">Number of the event that tells of it; also what ends its pause early.</param>
/// <param name="Fault">Its name.</param>
/// <param name="Name">The database or service.</param>
/// <param name="Began">When the runtime was asked to do it.</param>
/// <param name="Done">When it was in effect.</param>
/// <param name="Seconds">How long its targets stay paused; null for a kill.</param>
/// <param name="Targets">Whom it met; one or more.</param>
public sealed record DrillInjection(
    long Id, string Fault, string Name, DateTimeOffset Began, DateTimeOffset Done, double? Seconds, IReadOnlyList<DrillTarget> Targets);
