using Capstan.Core.Replicas;

namespace Capstan.Core.Drills;

/// <summary>A replica or worker that a drill may injure.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Pid">Its process.</param>
/// <param name="IsReady">Whether it serves.</param>
/// <param name="IsLeader">Whether it leads its database.</param>
/// <param name="Since">When it became what it is, on the controller's monotonic clock.</param>
public readonly record struct DrillMember(ReplicaId Id, int Pid, bool IsReady, bool IsLeader, TimeSpan Since);
