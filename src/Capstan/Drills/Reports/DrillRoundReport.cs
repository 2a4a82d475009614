namespace Capstan.Drills.Reports;

/// <summary>One round of a <see cref="DrillReport"/>. Times in seconds from the injection; null where nothing came.</summary>
internal sealed record DrillRoundReport
{
    /// <summary>Number of the event that tells of the injection.</summary>
    public required long Drill { get; init; }

    /// <summary>When the fault was asked for; in effect it was some milliseconds later.</summary>
    public required DateTimeOffset InjectedAt { get; init; }

    /// <summary>How long a pause lasted; null for a kill.</summary>
    public required double? PauseSeconds { get; init; }

    /// <summary>Whom it met.</summary>
    public required IReadOnlyList<DrillTarget> Targets { get; init; }

    /// <summary>To the first event that shows it.</summary>
    public required double? DetectedSeconds { get; init; }

    /// <summary>The kind of that event.</summary>
    public required string? DetectedBy { get; init; }

    /// <summary>To the first acknowledged write, or answered request, that was begun after it.</summary>
    public required double? AnsweredSeconds { get; init; }

    /// <summary>Until everything that was injured served again.</summary>
    public required double? WholeSeconds { get; init; }

    /// <summary>The longest time without an acknowledged write, or answered request.</summary>
    public required double LongestGapSeconds { get; init; }

    /// <summary>Calls that were made.</summary>
    public required int Calls { get; init; }

    /// <summary>Writes that were answered with success; 0 for a service.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Acknowledged writes that are not there.</summary>
    public required int Lost { get; init; }

    /// <summary>Writes that are there more than once.</summary>
    public required int Doubled { get; init; }

    /// <summary>Rows that nobody wrote.</summary>
    public required int Foreign { get; init; }

    /// <summary>Writes of unknown outcome that are there, which is allowed.</summary>
    public required int UnknownButThere { get; init; }

    /// <summary>Reads that showed less than their session had seen.</summary>
    public required int StaleReads { get; init; }

    /// <summary>How often the rows were read back.</summary>
    public required int Readings { get; init; }

    /// <summary>Whether all readings showed the same.</summary>
    public required bool SameEverywhere { get; init; }

    /// <summary>Log position of each worker in the end, by slot.</summary>
    public required IReadOnlyDictionary<int, long> Positions { get; init; }

    /// <summary>Attempts that failed, by kind: what a client without repetitions would have seen.</summary>
    public required IReadOnlyDictionary<string, int> FailedAttempts { get; init; }

    /// <summary>Calls that failed for their callers, by kind.</summary>
    public required IReadOnlyDictionary<string, int> FailedCalls { get; init; }

    /// <summary>Whether nothing was lost or doubled and everything recovered.</summary>
    public required bool Good { get; init; }

    /// <summary>From what a round came to.</summary>
    public static DrillRoundReport Of(DrillRound round) => new()
    {
        Drill = round.Injection.Id,
        InjectedAt = round.Injection.Began,
        PauseSeconds = round.Injection.Seconds,
        Targets = round.Injection.Targets,
        DetectedSeconds = Seconds(round.Detected),
        DetectedBy = round.DetectedBy,
        AnsweredSeconds = Seconds(round.Answered),
        WholeSeconds = Seconds(round.Whole),
        LongestGapSeconds = DrillSpreadReport.Seconds(round.Verdict.LongestGap),
        Calls = round.Verdict.Calls,
        Acknowledged = round.Verdict.Acknowledged,
        Lost = round.Verdict.Lost,
        Doubled = round.Verdict.Doubled,
        Foreign = round.Verdict.Foreign,
        UnknownButThere = round.Verdict.UnknownButThere,
        StaleReads = round.Verdict.StaleReads,
        Readings = round.Readings,
        SameEverywhere = round.Verdict.IsSameEverywhere,
        Positions = round.Positions,
        FailedAttempts = round.Verdict.FailedAttempts,
        FailedCalls = round.Verdict.FailedCalls,
        Good = round.IsGood,
    };

    private static double? Seconds(TimeSpan? span) => span is { } known ? DrillSpreadReport.Seconds(known) : null;
}
