namespace Capstan.Bench.Stacks;

/// <summary>What the bench needs of a replica's status.</summary>
internal sealed record ReplicaView(int Slot, int Port, int? Pid, string? ContainerId, string State, DateTimeOffset Since, int Generation);
