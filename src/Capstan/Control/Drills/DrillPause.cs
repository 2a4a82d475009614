using Capstan.Core.Drills;

namespace Capstan.Control.Drills;

/// <summary>What a drill has paused.</summary>
/// <param name="Name">The database or service.</param>
/// <param name="Targets">Whom.</param>
/// <param name="Until">When they go on, on the controller's monotonic clock.</param>
internal sealed record DrillPause(string Name, IReadOnlyList<DrillMember> Targets, TimeSpan Until);
