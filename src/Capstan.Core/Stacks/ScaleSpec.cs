namespace Capstan.Core.Stacks;

/// <summary>Autoscaling by the number of requests that arrived in a window.</summary>
public sealed record ScaleSpec
{
    /// <summary>Requests per replica and window. 1 or more, default 20.</summary>
    public int Requests { get; init; } = 20;

    /// <summary>What an exact multiple of <see cref="Requests"/> asks for. Default <see cref="ScaleEdge.Next"/>.</summary>
    public ScaleEdge Edge { get; init; } = ScaleEdge.Next;

    /// <summary>Length of a window. The first starts with the first counted request. Default 2 min.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Fewest replicas. 1 or more, default 1.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Most replicas, not below <see cref="Min"/>. Default 10.</summary>
    public int Max { get; init; } = 10;

    /// <summary>Paths (exact, without query) that are not counted. The health path never is.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
