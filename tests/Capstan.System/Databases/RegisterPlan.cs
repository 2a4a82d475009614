namespace Capstan.SystemTests.Databases;

/// <summary>A load on the registers.</summary>
internal sealed record RegisterPlan
{
    public int Writers { get; init; } = 8;

    public int Readers { get; init; } = 8;

    /// <summary>What its clients show of their right; null for nothing, as of an open database.</summary>
    public string? Token { get; init; }

    /// <summary>Time from one call of a client to its next at least.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(10);
}
