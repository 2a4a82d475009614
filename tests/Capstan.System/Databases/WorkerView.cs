namespace Capstan.SystemTests.Databases;

/// <summary>A worker in the status.</summary>
internal sealed record WorkerView(int Slot, string? Role, int? Pid, string State, int Generation, long? Applied, string? Detail)
{
    public bool IsReady => State == "ready";
}
