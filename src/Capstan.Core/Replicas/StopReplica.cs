namespace Capstan.Core.Replicas;

/// <summary>End a replica and remove what is left of it.</summary>
/// <param name="Id">The replica.</param>
/// <param name="Grace">Time between the polite signal and the kill; zero kills at once.</param>
/// <param name="Reason">Why.</param>
public sealed record StopReplica(ReplicaId Id, TimeSpan Grace, string Reason) : ReplicaAction(Reason);
