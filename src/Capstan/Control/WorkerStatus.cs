namespace Capstan.Control;

/// <summary>A worker of a database at one moment.</summary>
public sealed record WorkerStatus
{
    /// <summary>Number of its slot.</summary>
    public required int Slot { get; init; }

    /// <summary><c>leader</c> or <c>follower</c>; null while it is no member.</summary>
    public string? Role { get; init; }

    /// <summary>Process id; null when it does not run.</summary>
    public int? Pid { get; init; }

    /// <summary><c>starting</c>, <c>ready</c>, <c>silent</c> (it was ready, runs, and has told nothing for <c>session</c>), <c>draining</c>, <c>gone</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it entered this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Which worker in its slot's history it is.</summary>
    public required int Generation { get; init; }

    /// <summary>Last log position that it has applied; null before it has reported one.</summary>
    public long? Applied { get; init; }

    /// <summary>Log positions that it is behind the leader; null while that is not known.</summary>
    public long? Lag { get; init; }

    /// <summary>What it waits for, or what is wrong with it; null when there is nothing to say.</summary>
    public string? Detail { get; init; }
}
