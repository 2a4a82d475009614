using Capstan.Core.Replicas;

namespace Capstan.Core.Workers;

/// <summary>Take an empty slot off the roster once the others have all that it had, and remove its data folder only then.</summary>
/// <param name="Slot">Number of the slot.</param>
/// <param name="Reason">Why.</param>
public sealed record RetireSlot(int Slot, string Reason) : ReplicaAction(Reason);
