namespace Capstan.Bench.Stacks;

/// <summary>What the bench needs of a worker's status.</summary>
internal sealed record WorkerView(int Slot, string? Role, int? Pid, string State, DateTimeOffset Since, long? Applied);
