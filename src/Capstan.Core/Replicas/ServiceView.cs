using Capstan.Core.Stacks;

namespace Capstan.Core.Replicas;

/// <summary>All that the planner knows of one service at one moment.</summary>
public sealed record ServiceView
{
    /// <summary>The user's settings.</summary>
    public required ServiceSpec Spec { get; init; }

    /// <summary>Replicas wanted now.</summary>
    public required int Wanted { get; init; }

    /// <summary>Hash of the template that every replica should be made from.</summary>
    public required string TargetHash { get; init; }

    /// <summary>Hash of the last template that served; null when there was none, or when it is not known any more.</summary>
    public string? StableHash { get; init; }

    /// <summary>Whether a replica of <see cref="TargetHash"/> has ever become ready.</summary>
    public required bool IsProven { get; init; }

    /// <summary>Whether an update to <see cref="TargetHash"/> was announced and is not finished.</summary>
    public bool IsUpdating { get; init; }

    /// <summary>Whether all replicas are to end.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Every slot that has a replica or a history, by number.</summary>
    public required IReadOnlyList<SlotView> Slots { get; init; }
}
