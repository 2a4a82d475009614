namespace Capstan.Core.Drills;

/// <summary>A database or a service as a drill finds it.</summary>
public sealed record DrillGroup
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a database.</summary>
    public required bool IsDatabase { get; init; }

    /// <summary>What is wrong with it already, as a sentence; empty when nothing is.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>Followers of a database or replicas of a service that are wanted.</summary>
    public required int Wanted { get; init; }

    /// <summary>What runs of it.</summary>
    public required IReadOnlyList<DrillMember> Members { get; init; }
}
