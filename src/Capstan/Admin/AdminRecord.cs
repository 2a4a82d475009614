namespace Capstan.Admin;

/// <summary>Where a running stack is found: the file <c>admin.json</c> of its state folder.</summary>
/// <param name="Address">Base URL of the admin API.</param>
/// <param name="Pid">Process id of the controller.</param>
/// <param name="StartTicks">When that process started, in clock ticks since boot: tells it from a later one with the same id.</param>
/// <param name="Stack">Name of the stack.</param>
/// <param name="Since">When the controller started.</param>
public sealed record AdminRecord(string Address, int Pid, long StartTicks, string Stack, DateTimeOffset Since);
