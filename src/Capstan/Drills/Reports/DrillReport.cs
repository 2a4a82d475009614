using Capstan.Core.Drills;
using Capstan.Drills.Loads;

namespace Capstan.Drills.Reports;

/// <summary>
/// What <c>capstan drill --json</c> prints. <see cref="Version"/> goes up when a member is renamed, removed or changes its meaning; new
/// members come without notice.
/// </summary>
internal sealed record DrillReport
{
    /// <summary>Version of this shape.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The fault.</summary>
    public required string Fault { get; init; }

    /// <summary>The database or service.</summary>
    public required string Name { get; init; }

    /// <summary>Whether all rounds were done and in each of them nothing was lost or doubled and everything recovered: exit code 0.</summary>
    public required bool Good { get; init; }

    /// <summary>Callers that wrote, or asked a service.</summary>
    public required int Writers { get; init; }

    /// <summary>Callers that read.</summary>
    public required int Readers { get; init; }

    /// <summary>How long the callers went on after an injection, at least.</summary>
    public required double ForSeconds { get; init; }

    /// <summary>From the injection to the first event that shows it.</summary>
    public required DrillSpreadReport? Detected { get; init; }

    /// <summary>From the injection to the first acknowledged write, or answered request, that was begun after it.</summary>
    public required DrillSpreadReport? Answered { get; init; }

    /// <summary>From the injection until everything that was injured served again.</summary>
    public required DrillSpreadReport? Whole { get; init; }

    /// <summary>The longest time without an acknowledged write, or answered request.</summary>
    public required DrillSpreadReport? LongestGap { get; init; }

    /// <summary>The rounds, in order.</summary>
    public required IReadOnlyList<DrillRoundReport> Rounds { get; init; }

    /// <summary>Puts the rounds together; fewer than were planned are not good.</summary>
    public static DrillReport Of(string fault, string name, int planned, DrillSize size, TimeSpan length, IReadOnlyList<DrillRound> rounds) => new()
    {
        Fault = fault,
        Name = name,
        Good = rounds.Count == planned && rounds.All(round => round.IsGood),
        Writers = size.Writers,
        Readers = size.Readers,
        ForSeconds = length.TotalSeconds,
        Detected = DrillSpreadReport.Of(DrillSpread.Of(rounds.Select(round => round.Detected))),
        Answered = DrillSpreadReport.Of(DrillSpread.Of(rounds.Select(round => round.Answered))),
        Whole = DrillSpreadReport.Of(DrillSpread.Of(rounds.Select(round => round.Whole))),
        LongestGap = DrillSpreadReport.Of(DrillSpread.Of(rounds.Select(round => (TimeSpan?)round.Verdict.LongestGap))),
        Rounds = [.. rounds.Select(DrillRoundReport.Of)],
    };
}
