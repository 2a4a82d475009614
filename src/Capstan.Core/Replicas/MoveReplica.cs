namespace Capstan.Core.Replicas;

/// <summary>Move a replica to another state of its life.</summary>
/// <param name="Id">The replica.</param>
/// <param name="To">The new state.</param>
/// <param name="Reason">Why.</param>
public sealed record MoveReplica(ReplicaId Id, ReplicaState To, string Reason) : ReplicaAction(Reason);
