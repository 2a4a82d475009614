namespace Capstan.Core.Drills;

/// <summary>One call of a drill's load, as its caller saw it. Moments are counted from the load's begin.</summary>
public sealed record DrillCall
{
    /// <summary>What it was.</summary>
    public required DrillCallKind Kind { get; init; }

    /// <summary>Whose row: the writer that wrote it, or whose rows were read; of a request, who sent it.</summary>
    public required int Writer { get; init; }

    /// <summary>Of a write: the number of its row, 1 and up, in the writer's order.</summary>
    public long Number { get; init; }

    /// <summary>When its first attempt began.</summary>
    public required TimeSpan Began { get; init; }

    /// <summary>When its caller had the answer.</summary>
    public required TimeSpan Ended { get; init; }

    /// <summary>Why the caller got no success, in a few words; null for success.</summary>
    public string? Failure { get; init; }

    /// <summary>Attempts under way that failed, each in a few words, those included that a later attempt made good.</summary>
    public IReadOnlyList<string> FailedAttempts { get; init; } = [];

    /// <summary>Of a read: the least position that its session must be shown.</summary>
    public long Floor { get; init; }

    /// <summary>The position that the answer named; 0 without one.</summary>
    public long Position { get; init; }

    /// <summary>Of a read: the highest number of the writer that was acknowledged before the read began, or read before in its session.</summary>
    public long Least { get; init; }

    /// <summary>Of a read: the highest number of the writer that it showed.</summary>
    public long Seen { get; init; }

    /// <summary>Whether its caller got what was asked for.</summary>
    public bool IsSuccess => Failure is null;

    /// <summary>Whether a read showed less than its session had to see.</summary>
    public bool IsStale => Kind == DrillCallKind.Read && IsSuccess && (Position < Floor || Seen < Least);
}
