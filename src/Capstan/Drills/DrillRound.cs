using Capstan.Core.Drills;

namespace Capstan.Drills;

/// <summary>What one round of a drill came to.</summary>
internal sealed record DrillRound
{
    /// <summary>The fault as it was injected.</summary>
    public required DrillInjection Injection { get; init; }

    /// <summary>From the injection to the first event that shows it; null when none did, as for a pause that is over before anybody notices.</summary>
    public required TimeSpan? Detected { get; init; }

    /// <summary>The kind of that event.</summary>
    public required string? DetectedBy { get; init; }

    /// <summary>From the injection to the first acknowledged write, or answered request, that was begun after it; null when none came.</summary>
    public required TimeSpan? Answered { get; init; }

    /// <summary>From the injection until everything that was injured serves again, caught up; null when it did not in time.</summary>
    public required TimeSpan? Whole { get; init; }

    /// <summary>What the calls and the rows say.</summary>
    public required DrillVerdict Verdict { get; init; }

    /// <summary>Log position of each worker by slot once the load was over; empty for a service.</summary>
    public required IReadOnlyDictionary<int, long> Positions { get; init; }

    /// <summary>How often the rows were read back.</summary>
    public required int Readings { get; init; }

    /// <summary>Whether all came back.</summary>
    public bool IsRecovered => Answered is not null && Whole is not null;

    /// <summary>Whether all workers came to one position.</summary>
    public bool IsAgreed => Positions.Values.Distinct().Count() <= 1;

    /// <summary>Whether nothing was lost or doubled and everything recovered.</summary>
    public bool IsGood => IsRecovered && IsAgreed && Verdict.IsClean;
}
