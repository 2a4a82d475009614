namespace Capstan.Core.Drills;

/// <summary>What a load's calls and the rows that were there afterwards say together.</summary>
public sealed record DrillVerdict
{
    /// <summary>Calls that were made.</summary>
    public required int Calls { get; init; }

    /// <summary>Writes that were answered with success.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Acknowledged writes that are not there, in at least one of the readings.</summary>
    public required int Lost { get; init; }

    /// <summary>Writes that are there more than once, in at least one of the readings.</summary>
    public required int Doubled { get; init; }

    /// <summary>Rows that nobody wrote.</summary>
    public required int Foreign { get; init; }

    /// <summary>Writes without an acknowledgement that are there all the same, which is allowed: their outcome was unknown.</summary>
    public required int UnknownButThere { get; init; }

    /// <summary>Reads that showed less than their session had seen or been told.</summary>
    public required int StaleReads { get; init; }

    /// <summary>Whether all readings showed the same rows, but for writes that were still on their way.</summary>
    public required bool IsSameEverywhere { get; init; }

    /// <summary>Attempts that failed, by kind, as a client without retries would have seen them.</summary>
    public required IReadOnlyDictionary<string, int> FailedAttempts { get; init; }

    /// <summary>Calls that failed for their callers, by kind.</summary>
    public required IReadOnlyDictionary<string, int> FailedCalls { get; init; }

    /// <summary>The longest time without a success of the calls that matter: acknowledged writes, or answered requests.</summary>
    public required TimeSpan LongestGap { get; init; }

    /// <summary>Whether every promise was kept.</summary>
    public bool IsClean => Lost == 0 && Doubled == 0 && Foreign == 0 && StaleReads == 0 && IsSameEverywhere;
}
