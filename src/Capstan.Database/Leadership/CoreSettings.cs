namespace Capstan.Database.Leadership;

/// <summary>Times and limits of a worker's decisions.</summary>
internal sealed record CoreSettings
{
    /// <summary>The schema script; empty without one.</summary>
    public string Schema { get; init; } = "";

    /// <summary>Longest time from publishing a record to reading it back (protocol section 3).</summary>
    public TimeSpan ReadBack { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time that each worker earlier in the election order is given (protocol section 4).</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the same workers hold up an election before it is told.</summary>
    public TimeSpan BlockedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two checkpoints while records come (protocol section 8).</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Records in one message of a repair.</summary>
    public int RepairBatch { get; init; } = 500;
}
