using Capstan.SystemTests.Faults;

namespace Capstan.SystemTests.Databases;

/// <summary>A load on the registers.</summary>
internal sealed record RegisterPlan
{
    public int Writers { get; init; } = 8;

    public int Readers { get; init; } = 8;

    /// <summary>What its clients show of their right; null for nothing, as of an open database.</summary>
    public string? Token { get; init; }

    /// <summary>Time from one call of a client to its next at least. Longer in the usual rounds, where other tests run beside it.</summary>
    public TimeSpan Pace { get; init; } = Rounds.Of(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10));
}
