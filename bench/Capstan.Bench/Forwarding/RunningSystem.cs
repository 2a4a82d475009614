using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>Something that answers, and the process whose CPU is counted for it.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Url">Where it answers.</param>
/// <param name="Program">The process.</param>
/// <param name="IsAlone">Whether only that process counts, not its children too.</param>
internal sealed record RunningSystem(string Name, string Url, Child Program, bool IsAlone)
{
    /// <summary>CPU seconds so far.</summary>
    public double CpuSeconds() => IsAlone ? ProcessTree.CpuSecondsOfOne(Program.Pid) : ProcessTree.CpuSeconds(Program.Pid);
}
