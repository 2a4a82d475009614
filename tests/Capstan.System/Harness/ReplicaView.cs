namespace Capstan.SystemTests.Harness;

/// <summary>A replica in the status.</summary>
internal sealed record ReplicaView(
    int Slot, int Port, int? Pid, string? ContainerId, string State, DateTimeOffset Since, int Generation, long Requests, bool Ejected, string? Detail)
{
    public string Identity => $"{Slot}:{Port}:{Pid}:{ContainerId}";
}
