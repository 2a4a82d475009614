namespace Capstan.Database.Engines;

/// <summary>A worker's process as the runtime lists it.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Pid">Its process id as the runtime reports it.</param>
/// <param name="Container">Full id of its container, inside which it sees another process id; null for a plain process.</param>
public sealed record RunningWorker(int Slot, int Pid, string? Container);
