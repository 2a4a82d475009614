namespace Capstan.Core.Replicas;

/// <summary>Start a replica in an empty slot.</summary>
/// <param name="Slot">Number of the slot.</param>
/// <param name="Hash">Which template to make it from.</param>
/// <param name="Reason">Why.</param>
public sealed record StartReplica(int Slot, string Hash, string Reason) : ReplicaAction(Reason);
