using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>Something that answers, and the process whose CPU is counted for it.</summary>
internal sealed record RunningSystem(string Name, string Url, Child Program);
