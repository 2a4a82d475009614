using Capstan.Core.Drills;
using Capstan.Drills.Loads;

namespace Capstan.Commands.Drills;

/// <summary>A drill as the command line asks for it.</summary>
internal sealed record DrillPlan
{
    /// <summary>The fault.</summary>
    public required DrillFaultInfo Fault { get; init; }

    /// <summary>The database or service; null when there is only one.</summary>
    public string? Name { get; init; }

    /// <summary>How often. 1 to 100, default 1.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>The callers.</summary>
    public DrillSize Size { get; init; } = DrillSize.Probe;

    /// <summary>How long the callers go on after the injection, at least. 1 s to 5 min, default 10 s.</summary>
    public TimeSpan For { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a pause lasts; null for the usual length.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Path that callers of a service GET; null for its first route.</summary>
    public string? Path { get; init; }
}
