namespace Capstan.History.Checking;

/// <summary>All that a run left behind.</summary>
public sealed record Evidence
{
    /// <summary>What the clients saw.</summary>
    public required IReadOnlyList<RecordedCall> Calls { get; init; }

    /// <summary>What the workers hold.</summary>
    public required IReadOnlyList<WorkerDump> Workers { get; init; }

    /// <summary>Who led.</summary>
    public IReadOnlyList<Leadership> Leaderships { get; init; } = [];

    /// <summary>Requests that were made to crash whoever takes them; they alone may end with 500.</summary>
    public IReadOnlySet<string> Poison { get; init; } = new HashSet<string>();

    /// <summary>Longest time that a call may take. Default 10 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(10);
}
